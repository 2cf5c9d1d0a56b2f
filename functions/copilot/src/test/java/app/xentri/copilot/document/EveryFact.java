package app.xentri.copilot.document;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionStatus;
import app.xentri.platform.Json;
import app.xentri.testkit.Repository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A Brief with something of its own in every place that the schemas of its sections have. */
record EveryFact(Brief brief, List<String> texts) {

  /**
   * Fills them all.
   *
   * @param typed makes a text of the number that tells it from the others
   */
  static EveryFact typed(UnaryOperator<String> typed) {
    var texts = new ArrayList<String>();
    var sections = Json.object();
    for (var section : Section.values()) {
      var schema =
          Json.read(
              Repository.text(
                  Repository.root().resolve("schema/brief/section-" + section.wire() + ".json")));
      var content = sections.putObject(section.wire());
      var statements = content.putArray("statements");
      for (var source : List.of("owner", "assumption")) {
        statements
            .addObject()
            .put("id", source)
            .put("text", next(texts, typed))
            .put("source", source)
            .putArray("receipts");
      }
      statements
          .addObject()
          .put("id", "quote")
          .put("text", "“" + next(texts, typed) + "”")
          .put("source", "owner")
          .putArray("receipts");
      var fields = schema.path("properties").path("fields").path("properties");
      content.set("fields", fill(fields, texts, typed));
    }
    var status = Map.of(Section.IDENTITY, SectionStatus.READY, Section.GOALS, SectionStatus.READY);
    var draft = Json.stored(Json.write(sections), Draft.class);
    var at = Instant.parse("2026-11-24T09:12:30Z");
    return new EveryFact(new Brief(UUID.randomUUID(), 3, draft, status, at), List.copyOf(texts));
  }

  private static ObjectNode fill(
      JsonNode properties, List<String> texts, UnaryOperator<String> typed) {
    var object = Json.object();
    properties
        .properties()
        .forEach(each -> object.set(each.getKey(), value(each.getValue(), texts, typed)));
    return object;
  }

  private static JsonNode value(JsonNode schema, List<String> texts, UnaryOperator<String> typed) {
    return switch (schema.path("type").asString()) {
      case "array" ->
          Json.array()
              .add(value(schema.path("items"), texts, typed))
              .add(value(schema.path("items"), texts, typed));
      case "object" -> fill(schema.path("properties"), texts, typed);
      default -> Json.tree(next(texts, typed));
    };
  }

  private static String next(List<String> texts, UnaryOperator<String> typed) {
    var text = typed.apply(String.valueOf(1000 + texts.size()));
    texts.add(text);
    return text;
  }
}
