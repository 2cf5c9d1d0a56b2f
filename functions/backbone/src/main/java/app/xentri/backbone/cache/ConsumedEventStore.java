package app.xentri.backbone.cache;

import app.xentri.platform.database.Query;
import app.xentri.platform.event.Envelope;

/** What a consumer has taken in, recorded in the transaction of its effect. */
final class ConsumedEventStore {

  private ConsumedEventStore() {}

  /** Whether it has been taken in already; no rows if this org's log does not have it. */
  static Query<Boolean> hasTaken(String consumer, Envelope event) {
    return Query.of(ConsumedEventStore.class, "standing", (rows, _) -> rows.getBoolean("taken"))
        .param("consumer", consumer)
        .param("event", event.id());
  }

  /** No rows unless this is the first time; a second delivery waits for the first to end. */
  static Query<Boolean> take(String consumer, Envelope event) {
    return Query.of(ConsumedEventStore.class, "take", (_, _) -> true)
        .param("org", event.orgId())
        .param("consumer", consumer)
        .param("event", event.id())
        .param("org_seq", event.orgSeq());
  }
}
