package app.xentri.local.aws;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The record that Lambda puts on a function's on-failure queue. */
final class DeadLetter {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetter.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final Account account;
  private final QueueSender queues;

  DeadLetter(Account account, QueueSender queues) {
    this.account = account;
    this.queues = queues;
  }

  /**
   * Sends the record of a delivery that was given up, if it has a queue.
   *
   * @throws IllegalStateException when the queue does not take it
   */
  void bury(BusStore.Due due, Invocation outcome) {
    due.deadLetters()
        .ifPresentOrElse(
            queue -> queues.send(queue, record(due, outcome)),
            () -> LOG.warn("rule {} has no dead-letter queue: the event is lost", due.rule()));
  }

  private String record(BusStore.Due due, Invocation outcome) {
    ObjectNode record = JSON.createObjectNode();
    record.put("version", "1.0").put("timestamp", Instant.now().toString());
    record
        .putObject("requestContext")
        .put("requestId", UUID.randomUUID().toString())
        .put("functionArn", account.arn("lambda", "function:" + due.function() + ":$LATEST"))
        .put("condition", due.expired() ? "EventAgeExceeded" : "RetriesExhausted")
        .put("approximateInvokeCount", due.attempts() + 1);
    record.set("requestPayload", JSON.readTree(due.event()));
    record
        .putObject("responseContext")
        .put("statusCode", 200)
        .put("executedVersion", "$LATEST")
        .put("functionError", outcome.error().orElse("Unhandled"));
    record.set(
        "responsePayload", JSON.readTree(new String(outcome.payload(), StandardCharsets.UTF_8)));
    return record.toString();
  }
}
