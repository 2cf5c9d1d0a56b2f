package app.xentri.backbone.relay;

import app.xentri.platform.database.Database;
import app.xentri.platform.event.RelayNudge;
import app.xentri.platform.log.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries committed events to every sink until none lags. One relay works at a time, under a lease
 * in the database; it goes on while there is work, and wakes a successor when its time is over
 * before that.
 */
public final class RelayEvents {

  /** With the slowest turn, of some seconds, inside the function's 55 s. */
  private static final Duration TIME = Duration.ofSeconds(40);

  /** Longer than a request takes from emitting an event to its commit. */
  private static final Duration LINGER = Duration.ofMillis(50);

  /** How long events gather for the next turn while they keep coming. */
  private static final Duration GATHER = Duration.ofMillis(100);

  /** A sweep outwaits the lease of a relay that was killed; one that lives renews it meanwhile. */
  private static final int SWEEP_ATTEMPTS = 6;

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

  private final Database database;
  private final List<Sink> sinks;
  private final RelayNudge successor;
  private final Clock clock;
  private final Duration time;
  private final Consumer<Duration> pause;
  private final Map<Sink, Instant> restsUntil = new ConcurrentHashMap<>();

  /**
   * A relay.
   *
   * @param successor wakes the next one
   */
  public RelayEvents(Database database, List<Sink> sinks, RelayNudge successor, Clock clock) {
    this(database, sinks, successor, clock, TIME, RelayEvents::sleep);
  }

  RelayEvents(
      Database database,
      List<Sink> sinks,
      RelayNudge successor,
      Clock clock,
      Duration time,
      Consumer<Duration> pause) {
    this.database = database;
    this.sinks = List.copyOf(sinks);
    this.successor = successor;
    this.clock = clock;
    this.time = time;
    this.pause = pause;
  }

  /**
   * What a run did for one sink.
   *
   * @param published events handed over
   * @param failures times that the sink failed for some org
   */
  public record Report(String sink, long published, int failures) {}

  /**
   * Runs once. The sinks work side by side, so that one with a long way to go, or one that is down,
   * does not hold the other.
   *
   * @param sweep waits a little for the lease, and has the streams compared with the log, by
   *     whichever relay works then
   * @return nothing if another relay works
   */
  public List<Report> run(boolean sweep) {
    var store = new RelayStore(database, UUID.randomUUID());
    if (!take(store, sweep)) {
      return List.of();
    }
    List<SinkRun> runs =
        sinks.stream()
            .map(
                sink -> new SinkRun(store, sink, restsUntil.getOrDefault(sink, Instant.MIN), clock))
            .toList();
    carry(store, runs);
    runs.forEach(this::remember);
    return runs.stream().map(SinkRun::report).toList();
  }

  private boolean take(RelayStore store, boolean sweep) {
    boolean taken = store.take(sweep);
    for (int attempt = 1; sweep && !taken && attempt < SWEEP_ATTEMPTS; attempt++) {
      pause.accept(BETWEEN_ATTEMPTS);
      taken = store.take(false);
    }
    return taken;
  }

  private void carry(RelayStore store, List<SinkRun> runs) {
    Instant end = clock.instant().plus(time);
    boolean working = true;
    while (working) {
      var round =
          new Round(
              runs.size(), clock, end, () -> pause.accept(LINGER), () -> pause.accept(GATHER));
      try {
        sideBySide(runs, round);
      } catch (RuntimeException e) {
        giveBack(store, runs, e);
        throw e;
      }
      if (round.isLost()) {
        return;
      }
      if (round.isOutOfTime()) {
        end(store, runs);
        return;
      }
      working = release(store, runs) && store.take(false);
    }
  }

  private static void sideBySide(List<SinkRun> runs, Round round) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (SinkRun run : runs) {
        all.add(threads.submit(() -> run.work(round)));
      }
      RuntimeException failure = null;
      for (Future<?> one : all) {
        RuntimeException failed = failure(one);
        failure = failure == null ? failed : failure;
      }
      if (failure != null) {
        throw failure;
      }
    }
  }

  private static @Nullable RuntimeException failure(Future<?> run) {
    try {
      run.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("a sink's part of the run failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new IllegalStateException("interrupted", e);
    }
  }

  /** Out of time. What is left is the successor's; nobody else need be woken for it. */
  private void end(RelayStore store, List<SinkRun> runs) {
    boolean left = false;
    for (SinkRun run : runs) {
      left |= run.finish();
    }
    if (left ? store.handOver() : release(store, runs)) {
      successor.wake();
    }
  }

  /** Whether a last look, after the lease was given back, finds something to do. */
  private boolean release(RelayStore store, List<SinkRun> runs) {
    Instant now = clock.instant();
    return store.release(
        runs.stream()
            .filter(run -> !now.isBefore(run.restsUntil()))
            .map(run -> run.sink().name())
            .toList(),
        runs.stream().flatMap(run -> run.leftAlone().stream()).toList());
  }

  /** The database may be what failed; then the lease runs out by itself. */
  private void giveBack(RelayStore store, List<SinkRun> runs, RuntimeException failure) {
    try {
      release(store, runs);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void remember(SinkRun run) {
    restsUntil.put(run.sink(), run.restsUntil());
    RelayEvents.Report report = run.report();
    Metrics.seconds(
        "relayed",
        Map.of("relay_lag", run.lag()),
        Map.of("sink", report.sink(), "published", report.published()));
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
