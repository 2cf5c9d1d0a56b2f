package app.xentri.local.lambda;

/** Where the record of a failed asynchronous invocation is sent. */
public interface FailureDestination {

  /**
   * Sends a message to a queue.
   *
   * @param queueArn as the template gives it
   * @param message JSON
   */
  void send(String queueArn, String message);
}
