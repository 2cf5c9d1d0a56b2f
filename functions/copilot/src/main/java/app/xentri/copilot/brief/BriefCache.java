package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.redis.Redis;
import app.xentri.platform.redis.RedisException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Brief of an org as it is answered, in Redis: a hash {@code brief:{org id}} with {@code
 * version} and {@code body}. Redis is a help and never a need: while it does not answer, reads come
 * from the database.
 */
public final class BriefCache {

  /** How long a copy may live that no event has dropped. */
  static final Duration LIFE = Duration.ofMinutes(10);

  /**
   * How long Redis is left alone after it failed, so that a dead one does not slow every request.
   */
  static final Duration REST = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(BriefCache.class);
  private static final String PUT = script("putNewer");

  private final Supplier<Redis> redis;
  private final Clock clock;
  private volatile Instant restUntil = Instant.MIN;

  public BriefCache(Supplier<Redis> redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  public Optional<BriefView> get(UUID org) {
    if (resting()) {
      return Optional.empty();
    }
    try {
      var held = redis.get().command("HMGET", key(org), "version", "body");
      return held.size() == 2 && held.get(0).isString() && held.get(1).isString()
          ? Optional.of(
              new BriefView(
                  Long.parseLong(held.get(0).asString()), Json.read(held.get(1).asString())))
          : Optional.empty();
    } catch (RedisException e) {
      rest(e);
      return Optional.empty();
    }
  }

  /** Keeps a copy, unless a newer one is there already: a slow reader must not undo a writer. */
  public void put(UUID org, BriefView brief) {
    if (resting()) {
      return;
    }
    try {
      var body = Json.write(brief.data());
      redis.get().eval(PUT, key(org), List.of(brief.version(), body, LIFE.toSeconds()));
    } catch (RedisException e) {
      rest(e);
    }
  }

  private static OrgKey key(UUID org) {
    return new OrgKey("brief", org);
  }

  private boolean resting() {
    return clock.instant().isBefore(restUntil);
  }

  private void rest(RedisException cause) {
    restUntil = clock.instant().plus(REST);
    LOG.atWarn().setCause(cause).log("brief cache does not answer");
  }

  private static String script(String name) {
    var resource = "BriefCache/" + name + ".lua";
    try (InputStream in = BriefCache.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
