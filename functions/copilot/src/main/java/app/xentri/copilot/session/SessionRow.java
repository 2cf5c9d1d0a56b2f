package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionJson;
import app.xentri.copilot.interview.Interview;
import app.xentri.copilot.interview.MemoryJson;
import app.xentri.copilot.interview.Progress;
import app.xentri.platform.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a row of brief_sessions. */
final class SessionRow {
  private SessionRow() {}

  static Session read(ResultSet row, int number) throws SQLException {
    var draft = SectionJson.read(json(row, "draft"));
    return new Session(
        row.getObject("id", UUID.class),
        SessionState.of(row.getString("state")).orElseThrow(),
        row.getLong("version"),
        row.getInt("said"),
        new Interview(draft, MemoryJson.read(json(row, "memory"))),
        standing(row),
        review(row),
        row.getObject("cause_id", UUID.class),
        brief(row),
        time(row, "created_at"),
        time(row, "updated_at"));
  }

  private static Review review(ResultSet row) throws SQLException {
    return new Review(
        sections(json(row, "accepted")),
        sections(json(row, "left_as_draft")),
        sections(json(row, "changed")));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        row.getString("reply"),
        texts(json(row, "quick_replies")),
        row.getBoolean("can_draft"),
        progress(json(row, "progress")),
        stillOpen(json(row, "still_open")));
  }

  private static Session.@Nullable BriefVersion brief(ResultSet row) throws SQLException {
    var id = row.getObject("became_brief_id", UUID.class);
    return id == null ? null : new Session.BriefVersion(id, row.getLong("became_brief_version"));
  }

  private static Map<Section, Progress> progress(JsonNode node) {
    var progress = new EnumMap<Section, Progress>(Section.class);
    for (var section : Section.values()) {
      var name = node.path(section.wire()).asString("");
      var one = Arrays.stream(Progress.values()).filter(p -> p.wire().equals(name)).findFirst();
      progress.put(section, one.orElse(Progress.OPEN));
    }
    return progress;
  }

  private static Map<Section, List<String>> stillOpen(JsonNode node) {
    var open = new EnumMap<Section, List<String>>(Section.class);
    for (var section : Section.values()) {
      if (node.has(section.wire())) {
        open.put(section, texts(node.path(section.wire())));
      }
    }
    return open;
  }

  static Set<Section> sections(JsonNode names) {
    var sections = EnumSet.noneOf(Section.class);
    names.forEach(name -> Section.of(name.asString("")).ifPresent(sections::add));
    return sections;
  }

  private static List<String> texts(JsonNode node) {
    var texts = new ArrayList<String>();
    node.forEach(text -> texts.add(text.asString()));
    return texts;
  }

  private static JsonNode json(ResultSet row, String column) throws SQLException {
    return Json.read(row.getString(column));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
