package app.xentri.backbone.cache;

import app.xentri.backbone.Script;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.redis.Redis;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The cached Brief of an org: a hash {@code brief:{org id}} with {@code version} and {@code body}.
 */
public final class BriefCache {

  /** Longer than any reader lives that began before the change. */
  private static final Duration REFUSES_OLDER_FOR = Duration.ofMinutes(2);

  private static final String DROP_OLDER = Script.of(BriefCache.class, "dropOlder");

  private final Redis redis;

  public BriefCache(Redis redis) {
    this.redis = redis;
  }

  /**
   * Drops what is older than a version, and refuses it for a while, atomically.
   *
   * @return whether there was something to drop
   * @throws app.xentri.platform.redis.RedisException if Redis does not do it
   */
  public boolean dropOlderThan(UUID org, long version) {
    var arguments = List.of(version, REFUSES_OLDER_FOR.toSeconds());
    return redis.eval(DROP_OLDER, new OrgKey("brief", org), arguments).asLong() == 1;
  }
}
