package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sections as JSON, as {@code schema/brief/section-*.json} describes them. The same content always
 * gives the same bytes: names stand in a fixed order, and what was not said is absent.
 */
public final class SectionJson {
  private SectionJson() {}

  public static ObjectNode write(SectionContent content) {
    var node = Json.object();
    var statements = node.putArray("statements");
    for (var statement : content.statements()) {
      var one = statements.addObject();
      one.put("id", statement.id());
      one.put("text", statement.text());
      one.put("source", statement.source().wire());
      var receipts = one.putArray("receipts");
      statement.receipts().forEach(receipt -> receipts.add(receipt.toString()));
    }
    node.set("fields", fields(content.fields()));
    return node;
  }

  /** All seven sections, by their wire names. */
  public static ObjectNode write(Draft draft) {
    var node = Json.object();
    draft.sections().forEach((section, content) -> node.set(section.wire(), write(content)));
    return node;
  }

  private static ObjectNode fields(SectionFields fields) {
    var node = Json.object();
    switch (fields) {
      case SectionFields.Identity f -> {
        put(node, "name", f.name());
        put(node, "what", f.what());
        put(node, "since", f.since());
        put(node, "place", f.place());
      }
      case SectionFields.Audience f -> {
        put(node, "who", f.who());
        put(node, "where", f.where());
        put(node, "need", f.need());
      }
      case SectionFields.Offerings f -> put(node, f);
      case SectionFields.Positioning f -> {
        put(node, "difference", f.difference());
        put(node, "tone", f.tone());
      }
      case SectionFields.Operations f -> {
        put(node, "hours", f.hours());
        put(node, "area", f.area());
        put(node, "team", f.team());
        put(node, "process", f.process());
      }
      case SectionFields.Goals f -> put(node, "items", f.items());
      case SectionFields.Proof f -> put(node, "items", f.items());
    }
    return node;
  }

  private static void put(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }

  private static void put(ObjectNode node, String name, List<String> values) {
    if (!values.isEmpty()) {
      var array = node.putArray(name);
      values.forEach(array::add);
    }
  }

  private static void put(ObjectNode node, SectionFields.Offerings offerings) {
    if (!offerings.items().isEmpty()) {
      var array = node.putArray("items");
      for (var item : offerings.items()) {
        put(array.addObject().put("name", item.name()), "price", item.price());
      }
    }
  }

  /** Content that we stored ourselves. */
  public static SectionContent read(Section section, JsonNode node) {
    var statements = new ArrayList<Statement>();
    for (var one : node.path("statements")) {
      var receipts = new ArrayList<UUID>();
      one.path("receipts").forEach(receipt -> receipts.add(UUID.fromString(receipt.asString())));
      var source = Source.of(one.path("source").asString()).orElseThrow();
      statements.add(
          new Statement(one.path("id").asString(), one.path("text").asString(), source, receipts));
    }
    return new SectionContent(statements, fields(section, node.path("fields")));
  }

  /** All seven sections; those that are absent are empty. */
  public static Draft read(JsonNode node) {
    var draft = Draft.empty();
    for (var section : Section.values()) {
      draft = draft.with(read(section, node.path(section.wire())));
    }
    return draft;
  }

  /**
   * Content that somebody sent, already valid against the section's schema. Receipts in it are not
   * believed: see {@link SectionContent#editing}.
   */
  public static SectionContent edited(Section section, JsonNode node, SectionContent before) {
    var statements = new ArrayList<Statement>();
    for (var one : node.path("statements")) {
      var assumed = one.path("source").asString("").equals(Source.ASSUMPTION.wire());
      var source = assumed ? Source.ASSUMPTION : Source.OWNER;
      var text = one.path("text").asString().strip();
      statements.add(new Statement(one.path("id").asString(), text, source, List.of()));
    }
    return new SectionContent(statements, fields(section, node.path("fields"))).editing(before);
  }

  private static SectionFields fields(Section section, JsonNode node) {
    return switch (section) {
      case IDENTITY ->
          new SectionFields.Identity(
              text(node, "name"), text(node, "what"), text(node, "since"), text(node, "place"));
      case AUDIENCE ->
          new SectionFields.Audience(texts(node, "who"), text(node, "where"), text(node, "need"));
      case OFFERINGS -> new SectionFields.Offerings(offerings(node.path("items")));
      case POSITIONING ->
          new SectionFields.Positioning(text(node, "difference"), text(node, "tone"));
      case OPERATIONS ->
          new SectionFields.Operations(
              text(node, "hours"), text(node, "area"), text(node, "team"), text(node, "process"));
      case GOALS -> new SectionFields.Goals(texts(node, "items"));
      case PROOF -> new SectionFields.Proof(texts(node, "items"));
    };
  }

  private static @Nullable String text(JsonNode node, String name) {
    var value = node.path(name);
    return value.isString() ? value.asString() : null;
  }

  private static List<String> texts(JsonNode node, String name) {
    var values = new ArrayList<String>();
    node.path(name).forEach(value -> values.add(value.asString()));
    return values;
  }

  private static List<Offering> offerings(JsonNode items) {
    var offerings = new ArrayList<Offering>();
    for (var item : items) {
      offerings.add(new Offering(item.path("name").asString(), text(item, "price")));
    }
    return offerings;
  }
}
