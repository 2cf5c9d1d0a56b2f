package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionJson;
import app.xentri.platform.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A session as {@code schema/brief/session.json} describes it. */
final class SessionJson {
  private SessionJson() {}

  static ObjectNode write(Session session) {
    var node = Json.object();
    var standing = session.standing();
    node.put("id", session.id().toString());
    node.put("state", session.state().wire());
    node.put("reply", standing.reply());
    node.set("quick_replies", texts(standing.quickReplies()));
    node.put("can_draft", standing.canDraft());
    node.set("progress", progress(standing));
    node.set("still_open", stillOpen(standing.stillOpen()));
    node.set("draft", SectionJson.write(session.interview().draft()));
    node.set("accepted", decided(session.review().accepted()));
    node.set("left_as_draft", decided(session.review().left()));
    node.put("version", session.version());
    var brief = session.brief();
    if (brief != null) {
      node.put("brief_id", brief.id().toString());
      node.put("brief_version", brief.version());
    }
    node.put("created_at", session.createdAt().toString());
    return node.put("updated_at", session.updatedAt().toString());
  }

  private static ObjectNode decided(Set<Section> sections) {
    var node = Json.object();
    for (var section : Section.values()) {
      node.put(section.wire(), sections.contains(section));
    }
    return node;
  }

  static ObjectNode progress(Standing standing) {
    var node = Json.object();
    standing.progress().forEach((section, progress) -> node.put(section.wire(), progress.wire()));
    return node;
  }

  static ObjectNode stillOpen(Map<Section, List<String>> stillOpen) {
    var node = Json.object();
    stillOpen.forEach((section, points) -> node.set(section.wire(), texts(points)));
    return node;
  }

  static ArrayNode texts(List<String> texts) {
    var array = Json.array();
    texts.forEach(array::add);
    return array;
  }

  static ArrayNode names(Collection<Section> sections) {
    var array = Json.array();
    sections.forEach(section -> array.add(section.wire()));
    return array;
  }
}
