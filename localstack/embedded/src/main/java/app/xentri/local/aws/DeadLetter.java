package app.xentri.local.aws;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What EventBridge puts on a rule's dead-letter queue: the event itself, so that it can be sent
 * again, and why it was given up in the message's attributes.
 */
final class DeadLetter {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetter.class);

  private final Account account;
  private final QueueSender queues;

  DeadLetter(Account account, QueueSender queues) {
    this.account = account;
    this.queues = queues;
  }

  /**
   * Why a delivery failed.
   *
   * @param code one of EventBridge's, for example {@code NO_RESOURCE}
   */
  record Reason(String code, String message) {}

  /**
   * Sends the event of a delivery that was given up, if its rule has a queue.
   *
   * @throws IllegalStateException when the queue does not take it
   */
  void bury(BusStore.Due due, Reason reason) {
    due.deadLetters()
        .ifPresentOrElse(
            queue -> queues.send(queue, due.event(), attributes(due, reason)),
            () -> LOG.warn("rule {} has no dead-letter queue: the event is lost", due.rule()));
  }

  private Map<String, String> attributes(BusStore.Due due, Reason reason) {
    return Map.of(
        "RULE_ARN",
        account.arn("events", "rule/" + due.bus() + "/" + due.rule()),
        "TARGET_ARN",
        due.function().startsWith("arn:")
            ? due.function()
            : account.arn("lambda", "function:" + due.function()),
        "ERROR_CODE",
        reason.code(),
        "ERROR_MESSAGE",
        reason.message(),
        "EXHAUSTED_RETRY_CONDITION",
        due.expired() ? "MaximumEventAgeInSeconds" : "MaximumRetryAttempts",
        "RETRY_ATTEMPTS",
        Integer.toString(due.attempts()));
  }
}
