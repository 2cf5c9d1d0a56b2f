package app.xentri.local.aws;

import java.util.Map;

/** Puts a message on a queue; the local SQS implements it. */
public interface QueueSender {

  /**
   * Returns once the queue holds the message.
   *
   * @param queue its URL or ARN
   * @param attributes texts that travel beside the body
   * @throws IllegalStateException when the queue does not take it
   */
  void send(String queue, String body, Map<String, String> attributes);
}
