package app.xentri.backbone.relay;

import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the sinks' threads of a run know of each other. */
final class Round {

  private final int sinks;
  private final Clock clock;
  private final Instant end;
  private final Runnable linger;
  private final Runnable gather;
  private final Set<SinkRun> idle = ConcurrentHashMap.newKeySet();
  private volatile boolean lost;

  Round(int sinks, Clock clock, Instant end, Runnable linger, Runnable gather) {
    this.sinks = sinks;
    this.clock = clock;
    this.end = end;
    this.linger = linger;
    this.gather = gather;
  }

  void idle(SinkRun run) {
    idle.add(run);
  }

  void busy(SinkRun run) {
    idle.remove(run);
  }

  boolean areAllIdle() {
    return idle.size() == sinks;
  }

  void linger() {
    linger.run();
  }

  void gather() {
    gather.run();
  }

  /** The lease is another run's now. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  boolean isOver() {
    return lost || isOutOfTime();
  }

  boolean isOutOfTime() {
    return !clock.instant().isBefore(end);
  }
}
