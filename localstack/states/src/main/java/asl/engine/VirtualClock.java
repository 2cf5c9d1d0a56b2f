package asl.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is moved. */
public final class VirtualClock implements InstantSource {

  private final AtomicReference<Instant> now;

  public VirtualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves it forward; a time that has passed leaves it where it is. */
  public void moveTo(Instant time) {
    now.updateAndGet(before -> time.isAfter(before) ? time : before);
  }
}
