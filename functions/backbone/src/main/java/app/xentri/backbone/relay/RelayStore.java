package app.xentri.backbone.relay;

import app.xentri.backbone.EnvelopeRow;
import app.xentri.platform.database.BareTx;
import app.xentri.platform.database.Database;
import app.xentri.platform.event.Envelope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lease, the cursors and the log, across orgs, as {@code xentri_relay} sees them. Every method
 * is one round trip, and no transaction is open when it returns: what is published meanwhile holds
 * none.
 */
final class RelayStore {

  private static final EnvelopeRow ENVELOPE = new EnvelopeRow();

  /** Bounds what one turn has in memory. */
  static final int ORGS_PER_TURN = 20;

  private final Database database;
  private final UUID holder;

  /**
   * Of one run.
   *
   * @param holder its own, made up by it
   */
  RelayStore(Database database, UUID holder) {
    this.database = database;
    this.holder = holder;
  }

  /** Whether this run is now the one that works. */
  boolean take(boolean sweep) {
    return ask("take", Map.of("holder", holder, "sweep", sweep), RelayStore::first);
  }

  /**
   * Notes how far a sink has got, and reads what comes next.
   *
   * @param parked orgs to leave out
   */
  Turn turn(Sink sink, Collection<Progress.UpTo> progress, Collection<UUID> parked) {
    Map<String, Object> given = progress(progress);
    given.put("holder", holder);
    given.put("sink", sink.name());
    given.put("parked", array(parked));
    given.put("most_orgs", ORGS_PER_TURN);
    given.put("most_events", sink.batchSize());
    return ask("turn", given, RelayStore::turn);
  }

  /** An org that a sink leaves alone for a while. */
  record Parked(String sink, UUID org) {}

  /**
   * Gives the lease back and looks once more.
   *
   * @return whether one of these sinks lags in an org that is not parked
   */
  boolean release(Collection<String> sinks, Collection<Parked> parked) {
    return ask(
        "release",
        Map.of(
            "holder", holder,
            "sinks", array(sinks),
            "parked_sinks", array(parked.stream().map(Parked::sink).toList()),
            "parked_orgs", array(parked.stream().map(Parked::org).toList())),
        RelayStore::first);
  }

  /** Gives the lease back for a successor that this run is about to wake. */
  boolean handOver() {
    return ask("handOver", Map.of("holder", holder), RelayStore::first);
  }

  /**
   * What a stream should have got to.
   *
   * @param event the id of the event at the cursor; null if there is none
   */
  record Expected(UUID org, long cursor, @Nullable UUID event) {}

  /** The next streams to compare, in the order of their orgs. */
  List<Expected> streams(@Nullable UUID after, int most) {
    Map<String, @Nullable Object> given = new HashMap<>();
    given.put("after", after);
    given.put("most", most);
    return ask(
        "streams",
        given,
        rows -> {
          List<Expected> found = new ArrayList<>();
          while (rows.next()) {
            found.add(
                new Expected(
                    rows.getObject("org_id", UUID.class),
                    rows.getLong("cursor_seq"),
                    rows.getObject("event_id", UUID.class)));
          }
          return found;
        });
  }

  /** Notes the last org that was compared; null: all are. */
  void noteCheck(@Nullable UUID after) {
    Map<String, @Nullable Object> given = new HashMap<>();
    given.put("holder", holder);
    given.put("after", after);
    ask("noteCheck", given, RelayStore::first);
  }

  /**
   * What the log has where a stream says that it has got to.
   *
   * @param event the id of the event there; null if there is none
   */
  record PlaceInLog(long cursor, long head, @Nullable UUID event) {}

  /** The log at these places, by org; an org that is gone is not in it. */
  Map<UUID, PlaceInLog> places(Map<UUID, Long> seqs) {
    List<UUID> orgs = List.copyOf(seqs.keySet());
    return ask(
        "places",
        Map.of("orgs", array(orgs), "seqs", array(orgs.stream().map(seqs::get).toList())),
        rows -> {
          Map<UUID, PlaceInLog> found = new HashMap<>();
          while (rows.next()) {
            found.put(
                rows.getObject("org_id", UUID.class),
                new PlaceInLog(
                    rows.getLong("cursor_seq"),
                    rows.getLong("head_seq"),
                    rows.getObject("event_id", UUID.class)));
          }
          return found;
        });
  }

  /** Sets the stream's cursors, also backwards. */
  void moveTo(Collection<Progress.UpTo> places) {
    Map<String, Object> given = progress(places);
    given.put("holder", holder);
    ask(
        "moveTo",
        given,
        rows -> {
          rows.next();
          return rows.getLong(1);
        });
  }

  private <T> T ask(
      String name, Map<String, ? extends @Nullable Object> given, BareTx.Rows<T> read) {
    return database.run(tx -> tx.batch(RelayStore.class, name, given, read));
  }

  private static boolean first(ResultSet rows) throws SQLException {
    rows.next();
    return rows.getBoolean(1);
  }

  private static Turn turn(ResultSet rows) throws SQLException {
    var found = new Found();
    boolean held = false;
    boolean checkDue = false;
    UUID checkedAfter = null;
    while (rows.next()) {
      held = rows.getBoolean("held");
      checkDue = rows.getBoolean("check_due");
      checkedAfter = rows.getObject("checked_after", UUID.class);
      UUID org = rows.getObject("lagging_org", UUID.class);
      if (org != null) {
        found.add(org, rows);
      }
    }
    return new Turn(held, checkDue, checkedAfter, found.batches(), found.stopped(), found.lag());
  }

  /** Sorts the rows of a turn by org. One that cannot be read is its org's failure alone. */
  private static final class Found {

    private final List<OrgRows> orgs = new ArrayList<>();

    void add(UUID org, ResultSet row) throws SQLException {
      if (orgs.isEmpty() || !orgs.getLast().org.equals(org)) {
        orgs.add(new OrgRows(org, row.getLong("cursor_seq")));
      }
      orgs.getLast().add(row);
    }

    List<Batch> batches() {
      return orgs.stream().filter(org -> !org.events.isEmpty()).map(OrgRows::batch).toList();
    }

    List<Progress.Stopped> stopped() {
      return orgs.stream().filter(org -> org.events.isEmpty()).map(OrgRows::stopped).toList();
    }

    double lag() {
      return orgs.stream().mapToDouble(org -> org.waited).max().orElse(0);
    }
  }

  /** What was read of one org: a gapless start of what comes next, up to what is wrong. */
  private static final class OrgRows {

    private final UUID org;
    private final long cursor;
    private final List<Envelope> events = new ArrayList<>();
    private @Nullable UUID before;
    private @Nullable RuntimeException wrong;
    private double waited;

    OrgRows(UUID org, long cursor) {
      this.org = org;
      this.cursor = cursor;
    }

    void add(ResultSet row) throws SQLException {
      UUID id = row.getObject("id", UUID.class);
      long seq = row.getLong("org_seq");
      if (id == null || wrong != null) {
        return;
      }
      if (seq == cursor) {
        before = id;
      } else if (seq != cursor + 1 + events.size()) {
        wrong = new OrgGap(org, cursor + 1 + events.size());
      } else {
        read(row, seq);
      }
    }

    private void read(ResultSet row, long seq) {
      try {
        waited = Math.max(waited, row.getDouble("waited"));
        events.add(ENVELOPE.mapRow(row, 0));
      } catch (SQLException | RuntimeException e) {
        wrong = new IllegalStateException("event " + seq + " of org " + org + " is unreadable", e);
      }
    }

    Batch batch() {
      return new Batch(org, cursor, before, events);
    }

    Progress.Stopped stopped() {
      return new Progress.Stopped(org, cursor, wrong == null ? new OrgGap(org, cursor + 1) : wrong);
    }
  }

  private static Map<String, Object> progress(Collection<Progress.UpTo> progress) {
    Map<String, Object> given = new HashMap<>();
    given.put("orgs", array(progress.stream().map(Progress.UpTo::org).toList()));
    given.put("seqs", array(progress.stream().map(Progress.UpTo::seq).toList()));
    return given;
  }

  /** An array literal; ids, numbers and names of sinks need no quoting. */
  private static String array(Collection<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
