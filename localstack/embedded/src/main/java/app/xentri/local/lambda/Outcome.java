package app.xentri.local.lambda;

import java.time.Duration;

/** How one invocation ended. */
public sealed interface Outcome {

  /**
   * What a waiting caller gets to read: the answer, or Lambda's error document. JSON, or nothing.
   */
  String payload();

  /**
   * The function answered.
   *
   * @param payload JSON, or nothing at all
   */
  record Answered(String payload) implements Outcome {}

  /**
   * The function threw, could not be loaded, or its process ended.
   *
   * @param type class name of the exception, or Lambda's own such as {@code Runtime.ExitError}
   * @param payload what Lambda hands to the caller: {@code errorMessage}, {@code errorType}, …
   */
  record Failed(String type, String payload) implements Outcome {}

  /** The function did not answer within its timeout. */
  record TimedOut(Duration after) implements Outcome {
    @Override
    public String payload() {
      return Failures.of(
              "Sandbox.Timedout", "Task timed out after " + after.toSeconds() + " seconds")
          .payload();
    }
  }

  /** Nothing was run, because as many instances as are allowed are busy. */
  record Throttled() implements Outcome {
    @Override
    public String payload() {
      return Failures.of("TooManyRequestsException", "Rate Exceeded.").payload();
    }
  }
}
