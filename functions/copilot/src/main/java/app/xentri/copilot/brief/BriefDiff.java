package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import app.xentri.platform.Wire;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is different between two versions of a Brief, fact by fact, in reading order. It has no
 * changes exactly when both say the same; which answers a sentence is from is no fact about the
 * business and does not count.
 */
final class BriefDiff {

  /** What of a section has changed. */
  enum Part implements Wire {
    /** A sentence; named by its id. */
    STATEMENT,
    /** Where a sentence comes from, its words being the same. */
    SOURCE,
    /** A typed fact, or one item of a list of them; named by its field. */
    FIELD,
    /** The same sentences, or items of a field, in another order. */
    ORDER,
    /** Whether its owner stands by the section. */
    STATUS
  }

  /**
   * One difference: {@code schema/brief/change.json}.
   *
   * @param name of the sentence or field; null for a section as a whole
   * @param before null for what is new
   * @param after null for what is gone
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Change(
      Section section,
      Part part,
      @Nullable String name,
      @Nullable String before,
      @Nullable String after) {}

  private final Section section;
  private final List<Change> changes = new ArrayList<>();

  private BriefDiff(Section section) {
    this.section = section;
  }

  static List<Change> between(Brief before, Brief after) {
    var all = new ArrayList<Change>();
    for (var section : Section.values()) {
      var diff = new BriefDiff(section);
      diff.statements(
          before.sections().of(section).statements(), after.sections().of(section).statements());
      diff.fields(
          Json.tree(before.sections().of(section).fields()),
          Json.tree(after.sections().of(section).fields()));
      diff.value(
          Part.STATUS, null, wire(before.status().get(section)), wire(after.status().get(section)));
      all.addAll(diff.changes);
    }
    return all;
  }

  private static String wire(@Nullable SectionStatus status) {
    return Objects.requireNonNullElse(status, SectionStatus.DRAFT).wire();
  }

  private void statements(List<Statement> before, List<Statement> after) {
    var old = byId(before);
    var now = byId(after);
    for (var statement : after) {
      var was = old.get(statement.id());
      if (was == null) {
        value(Part.STATEMENT, statement.id(), null, statement.text());
      } else if (!was.text().equals(statement.text())) {
        value(Part.STATEMENT, statement.id(), was.text(), statement.text());
      } else {
        value(Part.SOURCE, statement.id(), was.source().wire(), statement.source().wire());
      }
    }
    for (var statement : before) {
      if (!now.containsKey(statement.id())) {
        value(Part.STATEMENT, statement.id(), statement.text(), null);
      }
    }
    order(null, List.copyOf(old.keySet()), List.copyOf(now.keySet()));
  }

  private static Map<String, Statement> byId(List<Statement> statements) {
    return statements.stream()
        .collect(
            Collectors.toMap(
                Statement::id, Function.identity(), (one, _) -> one, LinkedHashMap::new));
  }

  private void fields(JsonNode before, JsonNode after) {
    var names = new LinkedHashSet<>(after.propertyNames());
    names.addAll(before.propertyNames());
    for (var name : names) {
      var old = before.path(name);
      var now = after.path(name);
      if (old.isArray() || now.isArray()) {
        items(name, texts(old), texts(now));
      } else {
        value(Part.FIELD, name, value(old), value(now));
      }
    }
  }

  private void items(String name, List<Item> before, List<Item> after) {
    var gone = new ArrayList<>(before);
    var added = new ArrayList<Item>();
    for (var item : after) {
      if (!gone.remove(item)) {
        added.add(item);
      }
    }
    for (var item : added) {
      var was = gone.stream().filter(one -> one.name().equals(item.name())).findFirst();
      was.ifPresent(gone::remove);
      value(Part.FIELD, name, was.map(Item::text).orElse(null), item.text());
    }
    gone.forEach(item -> value(Part.FIELD, name, item.text(), null));
    order(name, before.stream().map(Item::name).toList(), after.stream().map(Item::name).toList());
  }

  /** An item of a list, by what it is called even when what is said about it changes. */
  private record Item(String name, String text) {}

  private static List<Item> texts(JsonNode list) {
    return list.valueStream()
        .map(item -> new Item(item.path("name").asString(text(item)), text(item)))
        .toList();
  }

  /** Null for what is not there. */
  private static @Nullable String value(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? null : text(value);
  }

  /** A value as one reads it: of something with several, one after the other. */
  private static String text(JsonNode value) {
    return value.isObject()
        ? value.valueStream().map(BriefDiff::text).collect(Collectors.joining(" – "))
        : value.asString();
  }

  private void order(@Nullable String name, List<String> before, List<String> after) {
    var kept = before.stream().filter(after::contains).toList();
    if (!kept.equals(after.stream().filter(before::contains).toList())) {
      changes.add(new Change(section, Part.ORDER, name, null, null));
    }
  }

  private void value(
      Part part, @Nullable String name, @Nullable String before, @Nullable String after) {
    if (!Objects.equals(before, after)) {
      changes.add(new Change(section, part, name, before, after));
    }
  }
}
