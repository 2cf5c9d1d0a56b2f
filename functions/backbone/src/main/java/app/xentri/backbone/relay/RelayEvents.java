package app.xentri.backbone.relay;

import app.xentri.platform.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries committed events to every sink until none lags or the time is up. Several relays may run
 * at once: each org's cursor is held by one of them.
 */
public final class RelayEvents {

  /** With the slowest turn, of 20 s, inside the function's 55 s. */
  private static final Duration TIME = Duration.ofSeconds(30);

  /** Longer than a request takes from emitting an event to its commit. */
  private static final Duration LINGER = Duration.ofMillis(50);

  /** Bounds the turns of a run even if the clock stood still. */
  private static final int MOST_TURNS = 20_000;

  /**
   * How long a sink that was down is left alone by this instance, so that the nudges that come
   * meanwhile, for the other sink, do not each wait for its timeouts.
   */
  static final Duration REST = Duration.ofSeconds(5);

  private final Database database;
  private final List<Sink> sinks;
  private final Clock clock;
  private final Runnable linger;
  private final Map<Sink, Instant> restUntil = new ConcurrentHashMap<>();

  public RelayEvents(Database database, List<Sink> sinks, Clock clock) {
    this(database, sinks, clock, RelayEvents::linger);
  }

  RelayEvents(Database database, List<Sink> sinks, Clock clock, Runnable linger) {
    this.database = database;
    this.sinks = List.copyOf(sinks);
    this.clock = clock;
    this.linger = linger;
  }

  /**
   * What a run did for one sink.
   *
   * @param published events handed over, not counting those that the sink turned out to have
   * @param failures times that the sink failed for some org
   */
  public record Report(String sink, long published, int failures) {}

  /**
   * Runs once. The sinks take turns, so that one with a long way to go, or one that is down, does
   * not hold the other. One that is resting is not in the answer.
   */
  public List<Report> run() {
    Instant end = clock.instant().plus(TIME);
    List<SinkRun> runs =
        sinks.stream().filter(this::isRested).map(sink -> new SinkRun(database, sink)).toList();
    long before;
    long after = 0;
    do {
      before = after;
      takeTurns(runs, end);
      after = runs.stream().mapToLong(run -> run.report().published()).sum();
      // Whoever emitted while a cursor lagged did not wake anybody, and may have committed after
      // our last look.
      if (after > before) {
        linger.run();
      }
    } while (after > before && clock.instant().isBefore(end));
    runs.stream()
        .filter(SinkRun::isDown)
        .forEach(run -> restUntil.put(run.sink(), clock.instant().plus(REST)));
    return runs.stream().map(SinkRun::report).toList();
  }

  private void takeTurns(List<SinkRun> runs, Instant end) {
    int turns = 0;
    boolean working = true;
    while (working && turns++ < MOST_TURNS && clock.instant().isBefore(end)) {
      working = false;
      for (SinkRun run : runs) {
        working |= run.turn();
      }
    }
  }

  private static void linger() {
    try {
      Thread.sleep(LINGER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isRested(Sink sink) {
    return !clock.instant().isBefore(restUntil.getOrDefault(sink, Instant.MIN));
  }
}
