package app.xentri.backbone.relay;

import app.xentri.platform.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Carries committed events to every sink until none lags or the time is up. Several relays may run
 * at once: each org's cursor is held by one of them.
 */
public final class RelayEvents {

  /** Well inside the function's 55 s, with room for one last slow call. */
  private static final Duration TIME = Duration.ofSeconds(35);

  /** Bounds a run even if the clock stood still. */
  private static final int MOST_TURNS = 20_000;

  private final Database database;
  private final List<Sink> sinks;
  private final Clock clock;

  public RelayEvents(Database database, List<Sink> sinks, Clock clock) {
    this.database = database;
    this.sinks = List.copyOf(sinks);
    this.clock = clock;
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
   * not hold the other.
   */
  public List<Report> run() {
    Instant end = clock.instant().plus(TIME);
    List<SinkRun> runs = sinks.stream().map(sink -> new SinkRun(database, sink)).toList();
    int turns = 0;
    boolean working = true;
    while (working && turns++ < MOST_TURNS && clock.instant().isBefore(end)) {
      working = false;
      for (SinkRun run : runs) {
        working |= run.turn();
      }
    }
    return runs.stream().map(SinkRun::report).toList();
  }
}
