package app.xentri.platform.limit;

import java.time.Duration;

/**
 * How often something may be done: so many times at once, then once more each time that an interval
 * has passed.
 *
 * @param name tells it from others in Redis: words in lower case, joined by hyphens
 */
public record Allowance(String name, int burst, Duration interval) {

  public Allowance {
    if (burst < 1 || interval.isZero() || interval.isNegative()) {
      throw new IllegalArgumentException(name + " allows nothing");
    }
  }

  /** So many in each second on average; the calls of ten seconds may come at once. */
  public static Allowance perSecond(String name, int calls) {
    int burst = Math.toIntExact(Math.min(Integer.MAX_VALUE, 10L * calls));
    return new Allowance(name, burst, Duration.ofNanos(Math.max(1, 1_000_000_000L / calls)));
  }

  /** The time in which one place comes free again, in milliseconds and parts of one. */
  double intervalMillis() {
    return interval.toNanos() / 1e6;
  }
}
