package app.xentri.copilot.session;

import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Gone;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.interview.Interview;
import app.xentri.copilot.interview.Memory;
import app.xentri.copilot.interview.Progress;
import app.xentri.platform.Json;
import app.xentri.platform.Wire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Reads a row of brief_sessions. */
final class SessionRow {

  static final TypeReference<List<Section>> NAMES = new TypeReference<>() {};
  static final TypeReference<Set<Section>> SECTIONS = new TypeReference<>() {};
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<Map<Section, Progress>> PROGRESS = new TypeReference<>() {};
  private static final TypeReference<Map<Section, List<String>>> OPEN = new TypeReference<>() {};

  private SessionRow() {}

  static Session read(ResultSet row, int number) throws SQLException {
    return new Session(
        row.getObject("id", UUID.class),
        Wire.of(SessionState.class, row.getString("state")).orElseThrow(),
        row.getLong("version"),
        row.getInt("said"),
        new Interview(
            Json.stored(row.getString("draft"), Draft.class),
            Json.stored(row.getString("memory"), Memory.class)),
        standing(row),
        new Review(
            Json.stored(row.getString("accepted"), SECTIONS),
            Json.stored(row.getString("left_as_draft"), SECTIONS),
            Json.stored(row.getString("changed"), SECTIONS)),
        Json.stored(row.getString("gone"), Gone.class),
        last(row),
        new Ground(row.getLong("basis_version"), null),
        row.getObject("cause_id", UUID.class),
        brief(row),
        time(row, "created_at"),
        time(row, "updated_at"));
  }

  /** What the draft was made of; only where the Brief has moved on since. */
  static Basis basis(ResultSet row) throws SQLException {
    var stored = row.getString("basis");
    return Basis.read(stored == null ? null : Json.stored(stored, Basis.Stored.class));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        row.getString("reply"),
        Json.stored(row.getString("quick_replies"), TEXTS),
        row.getBoolean("can_draft"),
        Json.stored(row.getString("progress"), PROGRESS),
        Json.stored(row.getString("still_open"), OPEN));
  }

  private static @Nullable LastAnswer last(ResultSet row) throws SQLException {
    var stored = row.getString("last_answer");
    return stored == null ? null : Json.stored(stored, LastAnswer.class);
  }

  private static Session.@Nullable BriefVersion brief(ResultSet row) throws SQLException {
    var id = row.getObject("became_brief_id", UUID.class);
    return id == null ? null : new Session.BriefVersion(id, row.getLong("became_brief_version"));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
