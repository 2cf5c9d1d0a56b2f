package app.xentri.backbone.relay;

import app.xentri.platform.OpenTransaction;
import app.xentri.platform.database.BareTx;
import app.xentri.platform.database.Database;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sink's part of a relay run. */
final class SinkRun {

  private static final Logger LOG = LoggerFactory.getLogger(SinkRun.class);

  private static final int ORGS_LOOKED_UP = 500;
  private static final int ORGS_PER_TURN = 10;

  /** After so many failures in a row, of different orgs, the sink is taken to be down. */
  private static final int FAILURES_IN_A_ROW = 3;

  private final Database database;
  private final Sink sink;
  private final Deque<UUID> waiting = new ArrayDeque<>();

  /** Orgs that this run leaves alone: they failed, or another relay holds them. */
  private final Set<UUID> parked = new HashSet<>();

  private long published;
  private int failures;
  private int failuresInARow;

  SinkRun(Database database, Sink sink) {
    this.database = database;
    this.sink = sink;
  }

  /** Carries the next events of a few orgs; false when there is nothing more to do. */
  boolean turn() {
    if (isDown()) {
      return false;
    }
    if (waiting.isEmpty()) {
      waiting.addAll(
          database.run(tx -> RelayStore.lagging(tx, sink.name(), parked, ORGS_LOOKED_UP)));
    }
    if (waiting.isEmpty()) {
      return false;
    }
    List<UUID> orgs = new ArrayList<>();
    while (orgs.size() < ORGS_PER_TURN && !waiting.isEmpty()) {
      orgs.add(waiting.poll());
    }
    parked.addAll(database.run(tx -> carry(tx, orgs)));
    return true;
  }

  /** Returns the orgs that did not get any further, for whatever reason. */
  private Set<UUID> carry(BareTx tx, List<UUID> orgs) {
    List<Batch> batches = RelayStore.claim(tx, sink, orgs);
    Map<UUID, Long> before = new HashMap<>();
    batches.forEach(batch -> before.put(batch.org(), batch.cursor()));
    List<Published> moved = new ArrayList<>();
    Set<UUID> stuck = new HashSet<>(orgs);
    // The cursors that this transaction holds keep other relays from these orgs meanwhile.
    for (Published result : OpenTransaction.heldOnPurpose(() -> sink.publish(batches))) {
      long from = before.getOrDefault(result.org(), result.upTo());
      count(result, from);
      if (result.upTo() != from) {
        moved.add(result);
      }
      if (result.upTo() != from && result.failure() == null) {
        stuck.remove(result.org());
      }
    }
    if (!moved.isEmpty()) {
      RelayStore.advance(tx, sink.name(), moved);
    }
    return stuck;
  }

  private void count(Published result, long from) {
    published += Math.max(0, result.upTo() - from);
    if (result.failure() == null) {
      failuresInARow = 0;
    } else {
      failures++;
      failuresInARow++;
      LOG.atError()
          .setCause(result.failure())
          .addKeyValue("sink", sink.name())
          .addKeyValue("org_id", result.org())
          .addKeyValue("org_seq", result.upTo() + 1)
          .log("event not relayed");
    }
    if (result.upTo() < from) {
      LOG.atWarn()
          .addKeyValue("sink", sink.name())
          .addKeyValue("org_id", result.org())
          .addKeyValue("org_seq", result.upTo())
          .log("sink has lost events; sending them again");
    }
  }

  /** Whether the sink failed so often that it is left until it has rested. */
  boolean isDown() {
    return failuresInARow >= FAILURES_IN_A_ROW;
  }

  Sink sink() {
    return sink;
  }

  RelayEvents.Report report() {
    return new RelayEvents.Report(sink.name(), published, failures);
  }
}
