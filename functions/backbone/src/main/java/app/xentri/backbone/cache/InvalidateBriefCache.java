package app.xentri.backbone.cache;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.redis.OrgCopies;
import app.xentri.platform.redis.Redis;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Drops the cached Brief that an event has made old. Redis is told between two transactions, which
 * hold nothing while it takes its time: the first finds that the event is ours and new, the second
 * records it. If Redis does not answer, nothing is recorded and the bus delivers again; if the
 * second fails, dropping twice does no harm, because it drops only what is older than the event.
 */
public final class InvalidateBriefCache {

  static final String CONSUMER = "cache-invalidation";

  private final TenantTx tenants;
  private final Redis redis;

  public InvalidateBriefCache(TenantTx tenants, Redis redis) {
    this.tenants = tenants;
    this.redis = redis;
  }

  /** What came of a delivery. */
  public enum Effect {
    /** An old copy was dropped. */
    DROPPED,
    /** There was nothing to drop. */
    NOTHING_OLD,
    /** Delivered before. */
    DUPLICATE
  }

  /** Takes in one event; one that names no version (of an interview, say) changes no Brief. */
  public Effect run(Envelope event) {
    String trace = Objects.requireNonNullElse(event.traceId(), "");
    UUID org = event.orgId();
    boolean taken =
        tenants.readAsJob(org, trace, ConsumedEventStore.hasTaken(CONSUMER, event)).stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no event of this org"));
    if (taken) {
      return Effect.DUPLICATE;
    }
    boolean dropped = drop(event);
    if (tenants.readAsJob(org, trace, ConsumedEventStore.take(CONSUMER, event)).isEmpty()) {
      return Effect.DUPLICATE;
    }
    return dropped ? Effect.DROPPED : Effect.NOTHING_OLD;
  }

  private boolean drop(Envelope event) {
    JsonNode version = event.payload().path("version");
    return version.isIntegralNumber()
        && new OrgCopies(event.context(), redis).dropOlderThan(event.orgId(), version.asLong());
  }
}
