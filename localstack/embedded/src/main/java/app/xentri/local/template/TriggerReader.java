package app.xentri.local.template;

import app.xentri.local.template.Template.Rule;
import app.xentri.local.template.Template.Schedule;
import app.xentri.local.template.Yaml.Mapping;
import java.time.Duration;

/** Reads the schedules and rules that stand in a function's or a machine's {@code Events}. */
final class TriggerReader {
  private static final int EVENTBRIDGE_DEFAULT_RETRIES = 185;
  private static final int EVENTBRIDGE_DEFAULT_AGE_SECONDS = 86_400;

  private final String logicalId;
  private final String target;
  private final Declarations found;

  /**
   * @param logicalId of what they call
   * @param target a function's physical name, or the ARN of a state machine
   */
  TriggerReader(String logicalId, String target, Declarations found) {
    this.logicalId = logicalId;
    this.target = target;
    this.found = found;
  }

  void schedule(String event, String expression, Section properties) {
    found.schedule(
        properties.path(),
        new Schedule(
            properties.text("Name").orElse(logicalId + event),
            properties.require(expression),
            target,
            properties.text("Input")));
    properties.only("State", "ENABLED");
    properties.leave("Description", "FlexibleTimeWindow", "RetryPolicy", "OmitName");
  }

  void rule(String event, Section properties) {
    Mapping pattern =
        properties.node("Pattern").orElse(Mapping.empty()) instanceof Mapping mapping
            ? mapping
            : Mapping.empty();
    if (pattern.entries().isEmpty()) {
      throw new TemplateException(properties.path(), "Pattern is missing");
    }
    Section retry = properties.section("RetryPolicy");
    Section deadLetters = properties.section("DeadLetterConfig");
    found.rule(
        properties.path(),
        new Rule(
            properties.text("RuleName").orElse(logicalId + event),
            properties.text("EventBusName").orElse("default"),
            JsonText.of(pattern),
            target,
            retry.number("MaximumRetryAttempts", EVENTBRIDGE_DEFAULT_RETRIES),
            Duration.ofSeconds(
                retry.number("MaximumEventAgeInSeconds", EVENTBRIDGE_DEFAULT_AGE_SECONDS)),
            deadLetters.text("Arn")));
    retry.done();
    deadLetters.done();
    properties.only("State", "ENABLED");
  }
}
