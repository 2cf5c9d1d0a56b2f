package app.xentri.backbone.timeline;

import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.database.Tx;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.event.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Records an event that a client reports. Which types a client may send, and their payloads, is
 * said by the request's schema.
 */
final class PostEvent {

  /** How far a client's clock may be ahead of ours. */
  static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /**
   * What was recorded.
   *
   * @param appended false if this is an earlier event of that type with the same dedupe key
   */
  record Posted(Envelope envelope, boolean appended) {}

  private PostEvent() {}

  static Outcome<Posted> run(Tx tx, NewEvent event) {
    Instant latest = tx.clock().instant().plus(CLOCK_SKEW);
    if (event.occurredAt() != null && event.occurredAt().isAfter(latest)) {
      return Outcome.denied(
          new Refusal.Invalid(List.of(new Violation("/occurred_at", "lies in the future"))));
    }
    return Outcome.done(
        event.dedupeKey() == null ? new Posted(tx.emitLast(event), true) : deduped(tx, event));
  }

  /** Whether it is a new one is known only once it is recorded, and so is the answer. */
  private static Posted deduped(Tx tx, NewEvent event) {
    Recorded recorded = tx.emitNow(event);
    return recorded.appended()
        ? new Posted(tx.envelope(event, recorded), true)
        : new Posted(EventStore.at(tx, recorded.orgSeq()), false);
  }
}
