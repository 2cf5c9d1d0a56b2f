package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import app.xentri.platform.redis.OrgCopies;
import app.xentri.platform.redis.Redis;
import app.xentri.platform.redis.RedisException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Brief of an org as it is answered, in Redis, for readers that have no transaction open, put
 * there by who changes the Brief. Redis is a help and never a need: while it does not answer,
 * nothing is put there, and the event of the change drops what is old.
 */
public final class BriefCache {

  /** How long a copy may live that no event has dropped. */
  static final Duration LIFE = Duration.ofMinutes(10);

  /**
   * How long Redis is left alone after it failed, so that a dead one does not slow every change.
   */
  static final Duration REST = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(BriefCache.class);

  private final Supplier<Redis> redis;
  private final Clock clock;
  private volatile Instant restUntil = Instant.MIN;

  public BriefCache(Supplier<Redis> redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** Keeps a copy, unless a newer one is there already: a slow writer must not undo a quick one. */
  public void put(UUID org, BriefView brief) {
    if (resting()) {
      return;
    }
    try {
      var copies = new OrgCopies("brief", redis.get());
      copies.put(org, brief.version(), Json.write(brief), LIFE);
    } catch (RedisException e) {
      rest(e);
    }
  }

  private boolean resting() {
    return clock.instant().isBefore(restUntil);
  }

  private void rest(RedisException cause) {
    restUntil = clock.instant().plus(REST);
    LOG.atWarn().setCause(cause).log("brief cache does not answer");
  }
}
