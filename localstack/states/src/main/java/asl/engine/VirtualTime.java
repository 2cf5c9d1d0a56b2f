package asl.engine;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs an engine on the caller's thread by a clock that jumps: from what is due to what is due
 * next, each thing at its time and in order. A wait of days takes no time.
 */
public final class VirtualTime implements Engine.Listener {

  private final VirtualClock clock;
  private final Deque<Engine.Call> calls = new ArrayDeque<>();
  private @Nullable Engine engine;

  public VirtualTime(VirtualClock clock) {
    this.clock = clock;
  }

  /** The engine whose listener this is; goes on with what an earlier one left behind. */
  public void drive(Engine driven) throws SQLException {
    engine = driven;
    driven.resume();
  }

  @Override
  public void call(Engine.Call call) {
    calls.add(call);
  }

  @Override
  public void wake(Instant at) {
    // The database knows.
  }

  /**
   * Does all that can be done without the clock moving.
   *
   * @return when there will be more to do; none when time alone moves nothing
   */
  public Optional<Instant> settle() throws SQLException {
    Engine running = Objects.requireNonNull(engine);
    while (true) {
      Engine.Call call = calls.poll();
      if (call != null) {
        running.perform(call);
        continue;
      }
      Optional<Instant> next = running.nextWake();
      if (next.isEmpty() || next.get().isAfter(clock.instant())) {
        return next;
      }
      running.step();
    }
  }

  /** Lets so much time pass. */
  public void pass(Duration time) throws SQLException {
    Instant until = clock.instant().plus(time);
    for (Optional<Instant> next = settle();
        next.filter(due -> !due.isAfter(until)).isPresent();
        next = settle()) {
      clock.moveTo(next.get());
    }
    clock.moveTo(until);
  }

  /** Lets time pass until nothing waits for time any more. */
  public void passAll() throws SQLException {
    for (Optional<Instant> next = settle(); next.isPresent(); next = settle()) {
      clock.moveTo(next.get());
    }
  }
}
