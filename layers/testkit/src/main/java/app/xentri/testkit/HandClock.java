package app.xentri.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock whose hands a test moves. */
public final class HandClock extends Clock {

  private volatile Instant now;

  /** Stands at this time until it is moved. */
  public HandClock(Instant start) {
    now = start;
  }

  /** Moves it forward. */
  public void wait(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
