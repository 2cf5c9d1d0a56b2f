package app.xentri.local.aws;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.Machine;

/** Which rules an event matches, decided by AWS's own matcher. */
final class RuleBook {

  private final Map<String, Machine> machines = new HashMap<>();
  private final List<BusRule> rules;

  /**
   * Compiles the patterns.
   *
   * @throws IllegalArgumentException for a pattern that EventBridge would refuse; it names the rule
   */
  RuleBook(List<BusRule> rules) {
    this.rules = List.copyOf(rules);
    for (BusRule rule : rules) {
      try {
        machines
            .computeIfAbsent(rule.busName(), _ -> Machine.builder().build())
            .addRule(rule.name(), rule.patternJson());
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "the pattern of rule " + rule.name() + " is not valid", e);
      }
    }
  }

  /** The targets of all rules of the bus that the event matches, rules in their order. */
  List<BusStore.Owed> matching(String bus, String event) {
    Machine machine = machines.get(bus);
    if (machine == null) {
      return List.of();
    }
    try {
      List<String> matching = machine.rulesForJSONEvent(event);
      List<BusStore.Owed> owed = new ArrayList<>();
      for (BusRule rule : rules) {
        if (rule.busName().equals(bus) && matching.contains(rule.name())) {
          rule.targets().forEach(target -> owed.add(new BusStore.Owed(rule.name(), target)));
        }
      }
      return owed;
    } catch (Exception e) {
      throw new IllegalArgumentException("the event cannot be matched", e);
    }
  }
}
