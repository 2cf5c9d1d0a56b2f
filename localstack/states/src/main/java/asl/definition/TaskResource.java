package asl.definition;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * What a task calls.
 *
 * @param arn as written
 * @param sdk whether the service's own API is called, with its shapes as they are
 * @param service for example {@code lambda}
 * @param action for example {@code invoke}
 * @param pattern what the task waits for
 */
public record TaskResource(
    String arn, boolean sdk, String service, String action, Pattern pattern) {

  private static final java.util.regex.Pattern ARN =
      java.util.regex.Pattern.compile(
          "arn:aws[a-z-]*:states:[a-z0-9-]*:\\d*:(aws-sdk:)?([a-z0-9]+):([a-zA-Z0-9]+)(\\..+)?");

  /** What a task waits for. */
  public enum Pattern {
    /** The service's answer. */
    REQUEST_RESPONSE(""),
    /** Somebody who returns the task's token. */
    WAIT_FOR_TASK_TOKEN(".waitForTaskToken"),
    /** The end of the job that the service has begun, told as JSON. */
    SYNC(".sync:2");

    private final String suffix;

    Pattern(String suffix) {
      this.suffix = suffix;
    }
  }

  /** Reads an ARN; none when it is not that of a service integration. */
  static Optional<TaskResource> parse(String arn) {
    Matcher matcher = ARN.matcher(arn);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String suffix = Objects.requireNonNullElse(matcher.group(4), "");
    for (Pattern pattern : Pattern.values()) {
      if (pattern.suffix.equals(suffix)) {
        return Optional.of(
            new TaskResource(
                arn,
                matcher.group(1) != null,
                Objects.requireNonNull(matcher.group(2)),
                Objects.requireNonNull(matcher.group(3)),
                pattern));
      }
    }
    return Optional.empty();
  }

  /** As events of the history call the service. */
  public String historyType() {
    return sdk ? "aws-sdk:" + service : service;
  }

  /** As events of the history call the action. */
  public String historyResource() {
    return action + pattern.suffix;
  }
}
