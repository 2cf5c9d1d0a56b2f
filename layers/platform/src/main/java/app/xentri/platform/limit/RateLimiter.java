package app.xentri.platform.limit;

import app.xentri.platform.KeyedDigest;
import app.xentri.platform.Refusal;
import app.xentri.platform.redis.LimitKey;
import app.xentri.platform.redis.Redis;
import app.xentri.platform.redis.RedisException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts in Redis who has done what how often. One atomic script for each question, so that callers
 * side by side cannot share one place. While Redis does not answer, everything is allowed: it
 * protects us from floods and must not become the way to shut everybody out.
 */
public final class RateLimiter {

  /** How long Redis is left alone after it failed, so that a dead one slows few requests. */
  static final Duration REST = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
  private static final String TAKE = script("take");

  private final Supplier<Redis> redis;
  private final KeyedDigest digest;
  private final Clock clock;
  private volatile Instant restUntil = Instant.MIN;

  /**
   * Reaches for Redis when first asked.
   *
   * @param digest what subjects are named by in Redis
   */
  public RateLimiter(Supplier<Redis> redis, KeyedDigest digest, Clock clock) {
    this.redis = redis;
    this.digest = digest;
    this.clock = clock;
  }

  /**
   * Takes one place.
   *
   * @param subject whose allowance it is, such as an address; never stored or logged as it is
   * @return empty if there was a place, else the refusal that says when to come again
   */
  public Optional<Refusal> take(Allowance allowance, String subject) {
    Instant now = clock.instant();
    if (now.isBefore(restUntil)) {
      return Optional.empty();
    }
    var key = new LimitKey(allowance.name(), HexFormat.of().formatHex(digest.of(subject)));
    try {
      long wait = ask(key, allowance, now);
      return wait > 0
          ? Optional.of(new Refusal.TooManyRequests(Duration.ofMillis(wait)))
          : Optional.empty();
    } catch (RedisException e) {
      restUntil = now.plus(REST);
      LOG.atWarn().setCause(e).log("rate limits are not counted right now");
      return Optional.empty();
    }
  }

  private long ask(LimitKey key, Allowance allowance, Instant now) {
    return redis
        .get()
        .eval(
            TAKE,
            key,
            List.of(now.toEpochMilli(), allowance.interval().toMillis(), allowance.burst()))
        .asLong();
  }

  private static String script(String name) {
    String resource = "RateLimiter/" + name + ".lua";
    try (InputStream in = RateLimiter.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
