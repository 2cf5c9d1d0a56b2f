package app.xentri.local.aws;

/** Puts a message on a queue; the local SQS implements it. */
public interface QueueSender {

  /**
   * Returns once the queue holds the message.
   *
   * @param queue its URL or ARN
   * @throws IllegalStateException when the queue does not take it
   */
  void send(String queue, String body);
}
