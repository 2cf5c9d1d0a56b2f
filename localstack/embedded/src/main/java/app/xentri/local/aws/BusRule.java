package app.xentri.local.aws;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A rule of an event bus.
 *
 * @param name unique on its bus
 * @param busName the bus's physical name
 * @param patternJson an EventBridge pattern
 */
public record BusRule(String name, String busName, String patternJson, List<Target> targets) {

  public BusRule {
    targets = List.copyOf(targets);
  }

  /**
   * A function that gets the matching events.
   *
   * @param functionName physical name
   * @param retryAttempts how often a failed delivery is tried again, at least 0
   * @param maximumAge after which a delivery is given up whatever attempts are left
   * @param deadLetterQueueUrl URL or ARN of the queue for what was given up
   */
  public record Target(
      String functionName,
      int retryAttempts,
      Duration maximumAge,
      Optional<String> deadLetterQueueUrl) {}
}
