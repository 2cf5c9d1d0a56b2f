package app.xentri.platform.limit;

import java.time.Duration;

/**
 * How often something may be done: so many times at once, then once more each time that an interval
 * has passed.
 *
 * @param name tells it from others in Redis
 */
public record Allowance(String name, int burst, Duration interval) {

  public Allowance {
    if (burst < 1 || interval.toMillis() < 1) {
      throw new IllegalArgumentException(name + " allows nothing");
    }
  }
}
