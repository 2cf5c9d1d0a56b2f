package app.xentri.local.aws;

/**
 * Runs the template's functions; the host of the functions implements it. Rules and schedules reach
 * state machines through one as well, by their ARNs.
 */
public interface FunctionInvoker {

  /** Whether a function has this physical name, for example {@code xentri-me-get}. */
  boolean knows(String functionName);

  /**
   * Runs a function and waits for its answer, at most its time limit. An error of the function is
   * part of the answer.
   *
   * @param payload the event, as JSON in UTF-8
   * @throws IllegalArgumentException when no function has the name
   */
  Invocation invoke(String functionName, byte[] payload);

  /**
   * Takes an event for a function and returns at once; the function's retries and its on-failure
   * queue apply.
   *
   * @param payload the event, as JSON in UTF-8
   * @throws IllegalArgumentException when no function has the name
   */
  void invokeAsync(String functionName, byte[] payload);
}
