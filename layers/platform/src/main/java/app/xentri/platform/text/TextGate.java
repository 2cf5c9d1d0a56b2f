package app.xentri.platform.text;

import app.xentri.platform.Json;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.Refused;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What every JSON document from a client passes before its schema is asked. */
public final class TextGate {

  /** The largest number of which every JSON reader makes the same: 2^53 − 1. */
  private static final BigInteger LARGEST = BigInteger.valueOf((1L << 53) - 1);

  private TextGate() {}

  /**
   * The document with all its text in one spelling ({@link Text#normalized}).
   *
   * @param secrets names of top-level strings that are compared character by character, such as
   *     passwords, and therefore stay as they are
   * @throws Refused 400 with pointers if text in it is malformed, 422 with pointers if it holds
   *     control characters or numbers that we cannot keep
   */
  public static JsonNode admit(JsonNode document, Set<String> secrets) {
    List<Violation> malformed = new ArrayList<>();
    addMalformed(malformed, "", document);
    if (!malformed.isEmpty()) {
      throw new Refused(
          new Refusal.BadRequest(
              "malformed_text", "Some text in the body is damaged; see errors.", few(malformed)));
    }
    List<Violation> unusable = new ArrayList<>();
    addUnusable(unusable, "", document);
    if (!unusable.isEmpty()) {
      throw new Refused(new Refusal.Invalid(few(unusable)));
    }
    return normalized(document, secrets);
  }

  /**
   * Refuses only what no reader can work with. For another service's message, whose every field its
   * reader takes or leaves by itself.
   *
   * @throws Refused 422 with pointers if a number in it is beyond all bounds
   */
  public static JsonNode admitForeign(JsonNode document) {
    List<Violation> endless = new ArrayList<>();
    addEndless(endless, "", document);
    if (!endless.isEmpty()) {
      throw new Refused(new Refusal.Invalid(few(endless)));
    }
    return document;
  }

  /** A part of a JSON pointer, which may be any text. */
  public static String pointer(String name) {
    String shown =
        name.codePoints()
            .limit(100)
            .collect(StringBuilder::new, TextGate::add, StringBuilder::append)
            .toString();
    return "/" + shown.replace("~", "~0").replace("/", "~1");
  }

  /** An answer must not carry on what it refuses. */
  private static void add(StringBuilder shown, int character) {
    shown.appendCodePoint(Text.isWellFormed(Character.toString(character)) ? character : 0xFFFD);
  }

  private static void addMalformed(List<Violation> found, String at, JsonNode node) {
    if (node.isString() && !Text.isWellFormed(node.asString())) {
      found.add(new Violation(at, "is not well-formed text"));
    }
    forEachChild(
        node,
        at,
        (child, place, name) -> {
          if (!Text.isWellFormed(name)) {
            found.add(new Violation(place, "does not have a well-formed name"));
          }
          addMalformed(found, place, child);
        });
  }

  private static void addUnusable(List<Violation> found, String at, JsonNode node) {
    if (node.isString() && Text.hasControls(node.asString())) {
      found.add(new Violation(at, "must not contain control characters"));
    }
    if (isOutOfRange(node)) {
      found.add(new Violation(at, "is out of range"));
    }
    forEachChild(
        node,
        at,
        (child, place, name) -> {
          if (Text.hasControls(name)) {
            found.add(new Violation(place, "is not known here"));
          }
          addUnusable(found, place, child);
        });
  }

  private static boolean isOutOfRange(JsonNode node) {
    return node.isIntegralNumber()
        ? node.bigIntegerValue().abs().compareTo(LARGEST) > 0
        : isEndless(node);
  }

  private static void addEndless(List<Violation> found, String at, JsonNode node) {
    if (isEndless(node)) {
      found.add(new Violation(at, "is out of range"));
    }
    forEachChild(node, at, (child, place, _) -> addEndless(found, place, child));
  }

  private static boolean isEndless(JsonNode node) {
    return node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue());
  }

  private static JsonNode normalized(JsonNode node, Set<String> secrets) {
    return switch (node) {
      case StringNode text -> StringNode.valueOf(Text.normalized(text.asString()));
      case ArrayNode array -> {
        ArrayNode all = Json.array();
        array.forEach(element -> all.add(normalized(element, Set.of())));
        yield all;
      }
      case ObjectNode object -> {
        ObjectNode all = Json.object();
        object
            .properties()
            .forEach(
                entry ->
                    all.set(
                        entry.getKey(),
                        secrets.contains(entry.getKey())
                            ? entry.getValue()
                            : normalized(entry.getValue(), Set.of())));
        yield all;
      }
      default -> node;
    };
  }

  /** What is done with an element or a property. */
  private interface Visitor {
    void visit(JsonNode child, String pointer, String name);
  }

  private static void forEachChild(JsonNode node, String at, Visitor visitor) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        visitor.visit(node.path(i), at + "/" + i, "");
      }
    }
    node.properties()
        .forEach(
            entry -> visitor.visit(entry.getValue(), at + pointer(entry.getKey()), entry.getKey()));
  }

  private static List<Violation> few(List<Violation> all) {
    return all.subList(0, Math.min(Violation.MOST, all.size()));
  }
}
