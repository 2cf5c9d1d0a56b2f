package app.xentri.platform.identity;

import java.time.Duration;
import java.time.Instant;

/**
 * How often unknown key ids may make us ask the provider for nothing: a dozen times after a quiet
 * time, five seconds apart, and once a minute on average. So made-up ids cannot make us flood it,
 * and for the first minute of such a flood a real new key waits five seconds at most. Not for
 * several threads.
 */
final class FetchAllowance {

  static final Duration SPACING = Duration.ofSeconds(5);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int BURST = 12;

  private Instant last = Instant.MIN;
  private Instant full = Instant.MIN;

  /** Takes one, if there is one. */
  boolean take(Instant now) {
    Instant start = full.isBefore(now) ? now : full;
    if (now.isBefore(last.plus(SPACING))
        || start.isAfter(now.plus(INTERVAL.multipliedBy(BURST - 1)))) {
      return false;
    }
    last = now;
    full = start.plus(INTERVAL);
    return true;
  }

  /** Gives one back that brought the key it was for; nobody can make that up. */
  void giveBack() {
    last = Instant.MIN;
    full = full.minus(INTERVAL);
  }
}
