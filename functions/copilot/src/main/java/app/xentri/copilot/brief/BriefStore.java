package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import app.xentri.platform.database.Query;
import app.xentri.platform.database.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** The Brief of the current org; there is at most one. */
public final class BriefStore {

  private static final TypeReference<Map<Section, SectionStatus>> STATUS = new TypeReference<>() {};

  private BriefStore() {}

  static Query<BriefView.Tagged> find() {
    return Query.of(
        BriefStore.class,
        "find",
        (row, number) ->
            BriefView.of(read(row, number)).in(row.getObject("brief_org_id", UUID.class)));
  }

  /**
   * A Brief, and what its owners have taken out of it by hand.
   *
   * @param gone what may come back as it was
   * @param causes the events that made it what it is
   */
  record Editable(Brief brief, Gone gone, Causes causes) {

    /** Once this event has made a section of it what it is. */
    Editable madeBy(UUID event, Section section) {
      return new Editable(brief, gone, causes.with(section, event));
    }
  }

  /** Holds its row until the transaction ends. */
  static Optional<Editable> findToChange(Tx tx) {
    return tx.sql(BriefStore.class, "findToChange").query(BriefStore::readToChange).optional();
  }

  private static Editable readToChange(ResultSet row, int number) throws SQLException {
    return new Editable(
        read(row, number),
        Json.stored(row.getString("brief_gone"), Gone.class),
        Json.stored(row.getString("brief_causes"), Causes.class));
  }

  /** Writes the next version, edited by hand, over the one before, which this transaction holds. */
  static void save(Tx tx, Editable edited) {
    save(tx, edited, Origin.EDIT, null);
  }

  /** As {@link #save(Tx, Editable)}, of a version that says what an earlier one said. */
  static void restore(Tx tx, Editable restored, long earlier) {
    save(tx, restored, Origin.RESTORE, earlier);
  }

  private static void save(Tx tx, Editable edited, Origin origin, @Nullable Long restoredFrom) {
    var brief = edited.brief();
    tx.sql(BriefStore.class, "save")
        .param("id", brief.id())
        .param("version", brief.version())
        .param("sections", sections(brief))
        .param("status", status(brief))
        .param("gone", Json.write(edited.gone()))
        .param("causes", Json.write(edited.causes()))
        .param("source", origin.wire())
        .param("restored_from", restoredFrom, Types.BIGINT)
        .param("updated_at", brief.updatedAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  public static String sections(Brief brief) {
    return Json.write(brief.sections());
  }

  public static String status(Brief brief) {
    return Json.write(brief.status());
  }

  /**
   * A row with the columns brief_id, brief_version, brief_sections, brief_status, brief_updated_at.
   */
  public static Brief read(ResultSet row, int number) throws SQLException {
    return read(row, "brief");
  }

  /** As {@link #read(ResultSet, int)}, of columns that begin with something else than brief. */
  static Brief read(ResultSet row, String what) throws SQLException {
    return new Brief(
        row.getObject(what + "_id", UUID.class),
        row.getLong(what + "_version"),
        Json.stored(row.getString(what + "_sections"), Draft.class),
        Json.stored(row.getString(what + "_status"), STATUS),
        row.getObject(what + "_updated_at", OffsetDateTime.class).toInstant());
  }
}
