package app.xentri.local.template;

import app.xentri.local.template.Yaml.Kind;
import app.xentri.local.template.Yaml.Mapping;
import app.xentri.local.template.Yaml.Scalar;
import app.xentri.local.template.Yaml.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping of the template while it is being read. It remembers which keys were asked for, so that
 * {@link #done} can refuse the ones nobody understood.
 */
final class Section {
  private final String path;
  private final Map<String, Yaml> entries;
  private final Set<String> read = new HashSet<>();

  private Section(String path, Map<String, Yaml> entries) {
    this.path = path;
    this.entries = entries;
  }

  /**
   * @param node a resolved tree
   */
  static Section of(String path, Yaml node) {
    return switch (node) {
      case Mapping(Map<String, Yaml> entries) -> new Section(path, entries);
      case Scalar(String ignored, Kind kind) when kind == Kind.NOTHING ->
          new Section(path, Map.of());
      default -> throw new TemplateException(path, "expected a mapping");
    };
  }

  String path() {
    return path;
  }

  Set<String> keys() {
    return entries.keySet();
  }

  Optional<Yaml> node(String key) {
    read.add(key);
    return Optional.ofNullable(entries.get(key));
  }

  Optional<String> text(String key) {
    return node(key).map(node -> scalar(key, node).text());
  }

  String require(String key) {
    return text(key).orElseThrow(() -> new TemplateException(path, key + " is missing"));
  }

  int number(String key, int otherwise) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("-?\\d{1,9}")) {
      throw new TemplateException(child(key), "expected a whole number, found " + text.get());
    }
    return Integer.parseInt(text.get());
  }

  boolean flag(String key, boolean otherwise) {
    return text(key)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new TemplateException(child(key), "expected true or false");
                })
        .orElse(otherwise);
  }

  /** The text must be this one or absent; used where the local cloud can do only one thing. */
  void only(String key, String value) {
    text(key)
        .filter(found -> !found.equals(value))
        .ifPresent(
            found -> {
              throw new TemplateException(
                  child(key), "only " + value + " is supported, not " + found);
            });
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Yaml item : items(key)) {
      texts.add(scalar(key, item).text());
    }
    return List.copyOf(texts);
  }

  List<Yaml> items(String key) {
    return switch (node(key).orElse(new Sequence(List.of()))) {
      case Sequence(List<Yaml> items) -> items;
      default -> throw new TemplateException(child(key), "expected a list");
    };
  }

  Section section(String key) {
    return of(child(key), node(key).orElse(Mapping.empty()));
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Every entry as text; used for open mappings such as environment variables. */
  Map<String, String> allTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : entries.keySet()) {
      texts.put(key, require(key));
    }
    return texts;
  }

  /** Names keys that are understood and have no effect on a laptop. */
  void leave(String... keys) {
    read.addAll(List.of(keys));
  }

  /**
   * @throws TemplateException naming a key that nothing has read
   */
  void done() {
    for (String key : entries.keySet()) {
      if (!read.contains(key)) {
        throw new TemplateException(
            child(key), "the local cloud does not understand this property");
      }
    }
  }

  private String child(String key) {
    return path + "." + key;
  }

  private Scalar scalar(String key, Yaml node) {
    if (node instanceof Scalar scalar && scalar.kind() != Kind.NOTHING) {
      return scalar;
    }
    throw new TemplateException(child(key), "expected a single value");
  }
}
