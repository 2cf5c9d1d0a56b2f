package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.validation.Schemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What an owner wrote into a section, valid for that section. */
public final class SectionEdit {

  private final Section section;
  private final JsonNode content;

  private SectionEdit(Section section, JsonNode content) {
    this.section = section;
    this.content = content;
  }

  /**
   * Checks what was sent against the section's own schema; the pointers of what is wrong start with
   * {@code /content}.
   */
  public static Outcome<SectionEdit> of(Schemas schemas, Section section, JsonNode content) {
    var wrong = new ArrayList<Violation>();
    for (var one : schemas.violations("brief/section-" + section.wire() + ".json", content)) {
      wrong.add(new Violation("/content" + one.pointer(), one.message()));
    }
    if (wrong.isEmpty()) {
      addBlank(wrong, "/content", content);
    }
    wrong.addAll(repeatedIds(content));
    return wrong.isEmpty()
        ? Outcome.done(new SectionEdit(section, content))
        : Outcome.denied(new Refusal.Invalid(wrong));
  }

  /** A schema's pattern knows the white space of ASCII; there is more of it that shows nothing. */
  private static void addBlank(List<Violation> wrong, String pointer, JsonNode node) {
    if (node.isString()
        && SectionJson.wellFormed(node.asString()).codePoints().allMatch(SectionEdit::isUnseen)) {
      wrong.add(new Violation(pointer, "must not be blank"));
    }
    var index = 0;
    for (var element : node.isArray() ? node : Json.array()) {
      addBlank(wrong, pointer + "/" + index, element);
      index++;
    }
    node.properties().forEach(one -> addBlank(wrong, pointer + "/" + one.getKey(), one.getValue()));
  }

  private static boolean isUnseen(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT;
  }

  private static List<Violation> repeatedIds(JsonNode content) {
    var seen = new HashSet<String>();
    var wrong = new ArrayList<Violation>();
    var index = 0;
    for (var statement : content.path("statements")) {
      if (!seen.add(SectionJson.wellFormed(statement.path("id").asString("")))) {
        wrong.add(
            new Violation(
                "/content/statements/" + index + "/id", "is the id of another statement here"));
      }
      index++;
    }
    return wrong;
  }

  public Section section() {
    return section;
  }

  /** The section after this edit. */
  public SectionContent on(SectionContent before) {
    return SectionJson.edited(section, content, before);
  }
}
