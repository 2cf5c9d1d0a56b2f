package app.xentri.local;

import app.xentri.local.aws.BusRule;
import app.xentri.local.aws.QueueSettings;
import app.xentri.local.aws.ScheduleRule;
import app.xentri.local.template.Template;
import asl.definition.Machine.Kind;
import asl.engine.MachineSettings;
import java.time.ZoneOffset;
import java.util.List;

/** What the template declares, in the words of the parts that run it. */
final class Declared {

  private Declared() {}

  static List<BusRule> rules(Template template) {
    return template.rules().stream()
        .map(
            rule ->
                new BusRule(
                    rule.name(),
                    rule.bus(),
                    rule.pattern(),
                    List.of(
                        new BusRule.Target(
                            rule.function(),
                            rule.retries(),
                            rule.maximumAge(),
                            rule.deadLetters()))))
        .toList();
  }

  static List<ScheduleRule> schedules(Template template) {
    return template.schedules().stream()
        .map(
            schedule ->
                new ScheduleRule(
                    schedule.name(),
                    schedule.expression(),
                    ZoneOffset.UTC,
                    schedule.function(),
                    schedule.input(),
                    true))
        .toList();
  }

  static List<MachineSettings> machines(Template template) {
    return template.machines().stream()
        .map(
            machine ->
                new MachineSettings(
                    machine.name(),
                    machine.express() ? Kind.EXPRESS : Kind.STANDARD,
                    machine.definition(),
                    machine.role(),
                    machine.logging(),
                    machine.tracing()))
        .toList();
  }

  static List<QueueSettings> queues(Template template) {
    return template.queues().stream()
        .map(
            queue ->
                new QueueSettings(
                    queue.name(),
                    queue.fifo(),
                    queue.redrive().map(arn -> arn.substring(arn.lastIndexOf(':') + 1)),
                    queue.maxReceives()))
        .toList();
  }
}
