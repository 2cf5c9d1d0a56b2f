package app.xentri.backbone.cache;

import app.xentri.platform.database.Tx;
import app.xentri.platform.event.Envelope;

/** What a consumer has taken in, recorded in the transaction of its effect. */
final class ConsumedEventStore {

  private ConsumedEventStore() {}

  /**
   * Whether it has been taken in already.
   *
   * @throws IllegalArgumentException if this org's log does not have it
   */
  static boolean hasTaken(Tx tx, String consumer, Envelope event) {
    return tx.sql(ConsumedEventStore.class, "standing")
        .param("consumer", consumer)
        .param("event", event.id())
        .query(Boolean.class)
        .optional()
        .orElseThrow(() -> new IllegalArgumentException("no event of this org"));
  }

  /** Whether this is the first time; a second delivery waits for the first to end. */
  static boolean take(Tx tx, String consumer, Envelope event) {
    return tx.sql(ConsumedEventStore.class, "take")
            .param("org", tx.member().orgId())
            .param("consumer", consumer)
            .param("event", event.id())
            .param("org_seq", event.orgSeq())
            .update()
        == 1;
  }
}
