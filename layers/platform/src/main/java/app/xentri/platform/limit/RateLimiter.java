package app.xentri.platform.limit;

import app.xentri.platform.KeyedDigest;
import app.xentri.platform.Refusal;
import app.xentri.platform.redis.LimitKey;
import app.xentri.platform.redis.Redis;
import app.xentri.platform.redis.RedisException;
import app.xentri.platform.redis.Script;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Counts in Redis who has done what how often. One atomic script for each question, so that callers
 * side by side cannot share one place. While Redis does not answer, each process counts for itself:
 * a flood stays bounded, and nobody is shut out (docs/decisions/0040).
 */
public final class RateLimiter {

  /** How long Redis is left alone after it failed, so that a dead one slows few requests. */
  static final Duration REST = Duration.ofSeconds(5);

  /** Too little of a digest to find out a password with, enough to know the same one again. */
  private static final int MARK_BYTES = 2;

  private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);
  private static final Script TAKE = Script.of(RateLimiter.class, "take");

  private final Supplier<Redis> redis;
  private final KeyedDigest digest;
  private final Clock clock;
  private final LocalCounts alone = new LocalCounts();
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
   * @return empty if there was a place, else the refusal that says when to come again
   */
  public Optional<Refusal> take(Allowance allowance, Subject subject) {
    return refusal(count(allowance, subject, 1, ""));
  }

  /**
   * Takes one place for a secret that is tried on this subject. The same secret again takes none,
   * as long as there are any: whoever repeats themselves learns nothing, and may have a bad
   * connection. Once there are none left the right secret is refused like any other.
   *
   * @return empty if there was a place, else the refusal that says when to come again
   */
  public Optional<Refusal> tryOut(Allowance allowance, Subject subject, String secret) {
    byte[] all = digest.of("secret " + named(subject) + " " + secret);
    return refusal(count(allowance, subject, 1, HexFormat.of().formatHex(all, 0, MARK_BYTES)));
  }

  /**
   * Takes some places at once, or none of them.
   *
   * @return zero if there were so many, else the time until there are
   */
  Duration take(Allowance allowance, Subject subject, int places) {
    return count(allowance, subject, places, "");
  }

  private static Optional<Refusal> refusal(Duration wait) {
    return wait.isZero() ? Optional.empty() : Optional.of(new Refusal.TooManyRequests(wait));
  }

  private Duration count(Allowance allowance, Subject subject, int places, String mark) {
    Instant now = clock.instant();
    var key = new LimitKey(allowance.name(), HexFormat.of().formatHex(digest.of(named(subject))));
    if (!now.isBefore(restUntil)) {
      try {
        return Duration.ofMillis(ask(key, allowance, places, mark, now));
      } catch (RedisException e) {
        restUntil = now.plus(REST);
        LOG.atWarn().setCause(e).log("rate limits are counted by each process alone right now");
      }
    }
    return Duration.ofMillis(alone.take(key.text(), allowance, places, mark, now.toEpochMilli()));
  }

  private static String named(Subject subject) {
    return subject.kind() + " " + subject.value();
  }

  private long ask(LimitKey key, Allowance allowance, int places, String mark, Instant now) {
    JsonNode wait =
        redis
            .get()
            .eval(
                TAKE,
                key,
                List.of(
                    now.toEpochMilli(),
                    allowance.intervalMillis(),
                    allowance.burst(),
                    places,
                    mark));
    if (!wait.isIntegralNumber()) {
      throw new RedisException("what answered is not redis");
    }
    return wait.asLong();
  }
}
