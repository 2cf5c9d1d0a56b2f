package app.xentri.backbone.relay;

import app.xentri.backbone.EnvelopeRow;
import app.xentri.platform.database.BareTx;
import app.xentri.platform.event.Envelope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Cursors and log, across orgs, as {@code xentri_relay} sees them. */
final class RelayStore {

  private static final EnvelopeRow ENVELOPE = new EnvelopeRow();

  private record Claimed(long cursor, Envelope event) {}

  private RelayStore() {}

  static List<UUID> lagging(BareTx tx, String sink, Collection<UUID> parked, int limit) {
    return tx.sql(RelayStore.class, "lagging")
        .param("sink", sink)
        .param("parked", array(parked))
        .param("limit", limit)
        .query((row, _) -> row.getObject("org_id", UUID.class))
        .list();
  }

  /**
   * Locks these orgs' cursors until the transaction ends; those held by another relay are left out.
   */
  static List<Batch> claim(BareTx tx, Sink sink, List<UUID> orgs) {
    Map<UUID, List<Claimed>> byOrg = new LinkedHashMap<>();
    tx.sql(RelayStore.class, "claim")
        .param("sink", sink.name())
        .param("orgs", array(orgs))
        .param("batch", sink.batchSize())
        .query(RelayStore::claimed)
        .list()
        .forEach(c -> byOrg.computeIfAbsent(c.event().orgId(), _ -> new ArrayList<>()).add(c));
    return byOrg.entrySet().stream()
        .map(
            org ->
                new Batch(
                    org.getKey(),
                    org.getValue().getFirst().cursor(),
                    org.getValue().stream().map(Claimed::event).toList()))
        .toList();
  }

  static void advance(BareTx tx, String sink, List<Published> progress) {
    tx.sql(RelayStore.class, "advance")
        .param("sink", sink)
        .param("orgs", array(progress.stream().map(Published::org).toList()))
        .param("seqs", array(progress.stream().map(Published::upTo).toList()))
        .update();
  }

  private static Claimed claimed(ResultSet row, int number) throws SQLException {
    return new Claimed(row.getLong("cursor_seq"), ENVELOPE.mapRow(row, number));
  }

  /** An array literal; ids and numbers need no quoting. */
  private static String array(Collection<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
