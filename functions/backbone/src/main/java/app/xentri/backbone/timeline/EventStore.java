package app.xentri.backbone.timeline;

import app.xentri.backbone.EnvelopeRow;
import app.xentri.platform.database.Query;
import app.xentri.platform.database.Tx;
import app.xentri.platform.event.Envelope;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The event log of the current org. */
final class EventStore {

  private EventStore() {}

  /**
   * Events that match, newest first.
   *
   * @param before only those with a lower sequence number; null for the newest
   * @param limit how many at most
   */
  static Query<Envelope> page(EventFilter filter, @Nullable Long before, int limit) {
    return Query.of(EventStore.class, "page", new EnvelopeRow())
        .param("type", filter.type(), Types.VARCHAR)
        .param("actor", filter.actor(), Types.VARCHAR)
        .param("correlation", filter.correlation(), Types.VARCHAR)
        .param("leading_to", filter.leadingTo(), Types.OTHER)
        .param("since", time(filter.since()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("until", time(filter.until()), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("before", before, Types.BIGINT)
        .param("limit", limit);
  }

  /** The event with this sequence number, which must be there. */
  static Envelope at(Tx tx, long orgSeq) {
    return tx.sql(EventStore.class, "one")
        .param("org_seq", orgSeq)
        .query(new EnvelopeRow())
        .single();
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
