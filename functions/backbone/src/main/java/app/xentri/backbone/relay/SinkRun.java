package app.xentri.backbone.relay;

import app.xentri.platform.log.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** One sink's part of a relay run, in a thread of its own. */
final class SinkRun {

  /**
   * How long a sink that was down, or an org that a sink refused, is left alone, so that nobody
   * waits for the same timeouts again and again.
   */
  static final Duration REST = Duration.ofSeconds(5);

  private final RelayStore store;
  private final Sink sink;
  private final @Nullable StreamCheck check;
  private final Clock clock;

  /** Orgs that are left alone, and until when. */
  private final Map<UUID, Instant> parked = new HashMap<>();

  /** What the sink has got since the cursors were last moved; the next turn moves them. */
  private final Map<UUID, Progress.UpTo> gained = new HashMap<>();

  private Instant restsUntil;

  /** Whether the last turn found as much as a turn may bring, so that more is waiting. */
  private boolean behind;

  private long published;
  private int failures;
  private double lag;

  SinkRun(RelayStore store, Sink sink, Instant restsUntil, Clock clock) {
    this.store = store;
    this.sink = sink;
    this.restsUntil = restsUntil;
    this.clock = clock;
    this.check =
        switch (sink) {
          case StreamSink stream -> new StreamCheck(store, stream);
          case BusSink _ -> null;
        };
  }

  /** Works until no sink finds anything to do, the time is over, or the lease is lost. */
  void work(Round round) {
    try {
      boolean wasBusy = false;
      while (!round.isOver()) {
        boolean busy = turn(round);
        if (busy) {
          round.busy(this);
          // A turn costs the database as much for one event as for many. So while events keep
          // coming, and all that came before are carried, some gather; the first ones never wait.
          if (wasBusy && !behind) {
            round.gather();
          }
        } else {
          round.idle(this);
          // A writer may be about to commit. And while the other sink has a long way to go, this
          // one goes on with what comes meanwhile.
          round.linger();
          if (round.areAllIdle()) {
            return;
          }
        }
        wasBusy = busy;
      }
    } finally {
      round.idle(this);
    }
  }

  /** Notes what the last turn has brought. Whether there is more to do. */
  boolean finish() {
    return !isResting() && !next().batches().isEmpty();
  }

  private Turn next() {
    Turn turn = store.turn(sink, gained.values(), parked());
    gained.clear();
    lag = Math.max(lag, turn.lag());
    behind = turn.isFull(sink.batchSize());
    return turn;
  }

  private boolean turn(Round round) {
    if (isResting() && gained.isEmpty()) {
      return false;
    }
    Turn turn = next();
    if (!turn.held()) {
      round.lose();
      return false;
    }
    turn.stopped().forEach(this::stop);
    if (isResting()) {
      return false;
    }
    publish(turn.batches());
    boolean checks = check != null && turn.checkDue() && !isResting();
    if (checks) {
      compare(turn);
    }
    return checks || !turn.batches().isEmpty() || !turn.stopped().isEmpty();
  }

  private void publish(List<Batch> batches) {
    if (batches.isEmpty()) {
      return;
    }
    Map<UUID, Long> before = new HashMap<>();
    batches.forEach(batch -> before.put(batch.org(), batch.cursor()));
    List<Progress.Differs> differing = new ArrayList<>();
    for (Progress progress : sink.publish(batches)) {
      long from = before.getOrDefault(progress.org(), 0L);
      switch (progress) {
        case Progress.UpTo upTo -> gain(upTo, from);
        case Progress.Stopped stopped -> {
          gain(new Progress.UpTo(stopped.org(), stopped.seq()), from);
          stop(stopped);
        }
        case Progress.Differs differs -> differing.add(differs);
      }
    }
    if (check != null) {
      check.settle(differing).forEach(this::stop);
    }
  }

  private void compare(Turn turn) {
    try {
      if (check != null) {
        check.compareNext(turn).forEach(this::stop);
      }
    } catch (SinkDown e) {
      rest(e);
    }
  }

  private void gain(Progress.UpTo upTo, long from) {
    if (upTo.seq() > from) {
      published += upTo.seq() - from;
      gained.put(upTo.org(), upTo);
    }
  }

  private void stop(Progress.Stopped stopped) {
    failures++;
    switch (stopped.cause()) {
      case SinkDown down -> rest(down);
      case OrgGap gap -> {
        parked.put(stopped.org(), Instant.MAX);
        report("org's log has a gap; its events are not relayed", "org_gap", stopped, gap);
      }
      case RuntimeException other -> {
        parked.put(stopped.org(), clock.instant().plus(REST));
        report("event not relayed", "not_relayed", stopped, other);
      }
    }
  }

  private void report(
      String message, String metric, Progress.Stopped stopped, RuntimeException cause) {
    Metrics.count(
        Level.ERROR,
        message,
        metric,
        Map.of(
            "sink", sink.name(),
            "org_id", stopped.org(),
            "org_seq", stopped.seq() + 1,
            "cause", cause.toString()));
  }

  private void rest(SinkDown down) {
    if (!isResting()) {
      restsUntil = clock.instant().plus(REST);
      Metrics.count(
          Level.ERROR,
          "sink is down",
          "sink_down",
          Map.of("sink", sink.name(), "cause", String.valueOf(down.getCause())));
    }
  }

  private boolean isResting() {
    return clock.instant().isBefore(restsUntil);
  }

  private List<UUID> parked() {
    Instant now = clock.instant();
    parked.values().removeIf(until -> !now.isBefore(until));
    return List.copyOf(parked.keySet());
  }

  /** Orgs that this sink leaves alone, so that a last look must not find them. */
  List<RelayStore.Parked> leftAlone() {
    return parked().stream().map(org -> new RelayStore.Parked(sink.name(), org)).toList();
  }

  Sink sink() {
    return sink;
  }

  Instant restsUntil() {
    return restsUntil;
  }

  RelayEvents.Report report() {
    return new RelayEvents.Report(sink.name(), published, failures);
  }

  /** How long the event that had waited longest had waited, in seconds. */
  double lag() {
    return lag;
  }
}
