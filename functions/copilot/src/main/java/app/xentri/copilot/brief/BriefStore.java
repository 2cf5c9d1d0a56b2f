package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import app.xentri.platform.database.Query;
import app.xentri.platform.database.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The Brief of the current org; there is at most one. */
public final class BriefStore {
  private BriefStore() {}

  static Query<BriefView.Tagged> find() {
    return Query.of(
        BriefStore.class,
        "find",
        (row, number) ->
            BriefView.of(read(row, number)).in(row.getObject("brief_org_id", UUID.class)));
  }

  /** Holds its row until the transaction ends. */
  public static Optional<Brief> findToChange(Tx tx) {
    return tx.sql(BriefStore.class, "findToChange").query(BriefStore::read).optional();
  }

  /** Writes the next version over the one before, which this transaction holds. */
  static void save(Tx tx, Brief brief) {
    tx.sql(BriefStore.class, "save")
        .param("id", brief.id())
        .param("version", brief.version())
        .param("sections", sections(brief))
        .param("status", status(brief))
        .param("updated_at", brief.updatedAt().atOffset(ZoneOffset.UTC))
        .update();
  }

  public static String sections(Brief brief) {
    return Json.write(SectionJson.write(brief.sections()));
  }

  public static String status(Brief brief) {
    var node = Json.object();
    brief.status().forEach((section, status) -> node.put(section.wire(), status.wire()));
    return Json.write(node);
  }

  /**
   * A row with the columns brief_id, brief_version, brief_sections, brief_status, brief_updated_at.
   */
  public static Brief read(ResultSet row, int number) throws SQLException {
    return new Brief(
        row.getObject("brief_id", UUID.class),
        row.getLong("brief_version"),
        SectionJson.read(Json.read(row.getString("brief_sections"))),
        status(row.getString("brief_status")),
        row.getObject("brief_updated_at", OffsetDateTime.class).toInstant());
  }

  private static Map<Section, SectionStatus> status(String json) {
    var node = Json.read(json);
    var status = new EnumMap<Section, SectionStatus>(Section.class);
    for (var section : Section.values()) {
      var one = SectionStatus.of(node.path(section.wire()).asString(""));
      status.put(section, one.orElse(SectionStatus.DRAFT));
    }
    return status;
  }
}
