package app.xentri.backbone.cache;

import app.xentri.backbone.Script;
import app.xentri.platform.redis.Redis;
import java.util.List;
import java.util.UUID;

/**
 * The cached Brief of an org: a hash {@code brief:{org id}} with {@code version} and {@code body}.
 */
public final class BriefCache {

  private static final String DROP_OLDER = Script.of(BriefCache.class, "dropOlder");

  private final Redis redis;

  public BriefCache(Redis redis) {
    this.redis = redis;
  }

  /**
   * Drops what is older than a version, atomically.
   *
   * @return whether there was something to drop
   * @throws app.xentri.platform.redis.RedisException if Redis does not do it
   */
  public boolean dropOlderThan(UUID org, long version) {
    return redis.eval(DROP_OLDER, List.of("brief:" + org), List.of(version)).asLong() == 1;
  }
}
