package app.xentri.platform.redis;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Copies in Redis of what each org has one of: a hash {@code {kind}:{org id}} with {@code version}
 * and {@code body}. Whoever changes the thing puts the new version there, whoever hears of a change
 * drops what is older; in whichever order they come, the later version wins. This is the one place
 * that knows the key, so that the two need not know each other.
 */
public final class OrgCopies {

  /** Longer than anybody lives who has read the thing before it changed. */
  private static final Duration REFUSES_OLDER_FOR = Duration.ofMinutes(2);

  private static final Script PUT_NEWER = Script.of(OrgCopies.class, "putNewer");
  private static final Script DROP_OLDER = Script.of(OrgCopies.class, "dropOlder");

  private final String kind;
  private final Redis redis;

  /**
   * Copies of one kind of thing.
   *
   * @param kind the context that has it, as its events name it: {@code brief} for {@code
   *     xentri.brief.updated.v1}
   */
  public OrgCopies(String kind, Redis redis) {
    this.kind = kind;
    this.redis = redis;
  }

  /**
   * Keeps a copy for a while, unless a newer one is there already.
   *
   * @throws RedisException if Redis does not do it
   */
  public void put(UUID org, long version, String body, Duration life) {
    redis.eval(PUT_NEWER, key(org), List.of(version, body, life.toSeconds()));
  }

  /**
   * Drops what is older than a version, and refuses it for a while.
   *
   * @return whether there was something to drop
   * @throws RedisException if Redis does not do it
   */
  public boolean dropOlderThan(UUID org, long version) {
    var arguments = List.of(version, REFUSES_OLDER_FOR.toSeconds());
    return redis.eval(DROP_OLDER, key(org), arguments).asLong() == 1;
  }

  private OrgKey key(UUID org) {
    return new OrgKey(kind, org);
  }
}
