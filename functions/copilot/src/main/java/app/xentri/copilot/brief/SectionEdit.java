package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.validation.Schemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    wrong.addAll(repeatedIds(content));
    return wrong.isEmpty()
        ? Outcome.done(new SectionEdit(section, content))
        : Outcome.denied(new Refusal.Invalid(wrong));
  }

  private static List<Violation> repeatedIds(JsonNode content) {
    var seen = new HashSet<String>();
    var wrong = new ArrayList<Violation>();
    var index = 0;
    for (var statement : content.path("statements")) {
      if (!seen.add(statement.path("id").asString(""))) {
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

  /**
   * The section after this edit: first its sentences as they were sent, then the fields of which
   * something else was sent than the section says.
   *
   * @param gone what the section has said before
   */
  public SectionContent on(SectionContent before, List<Statement> gone) {
    var sent = Json.convert(content, Sent.class);
    var statements = sent.statements().stream().map(SentStatement::statement).toList();
    return new SectionContent(section, statements)
        .editing(before, gone)
        .with(SectionFields.read(section, sent.fields()), before.fields());
  }

  private record Sent(List<SentStatement> statements, @Nullable JsonNode fields) {}

  /** Receipts and facts are not even read: see {@link SectionContent#editing}. */
  private record SentStatement(String id, String text, @Nullable Source source) {
    Statement statement() {
      var kept = source == Source.ASSUMPTION ? Source.ASSUMPTION : Source.OWNER;
      return new Statement(id, text.strip(), kept, List.of());
    }
  }
}
