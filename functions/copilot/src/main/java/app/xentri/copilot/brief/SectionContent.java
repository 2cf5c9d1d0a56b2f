package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The content of one section: its sentences, and the same facts as typed fields. */
public record SectionContent(List<Statement> statements, SectionFields fields) {
  public SectionContent {
    statements = List.copyOf(statements);
    if (statements.stream().map(Statement::id).distinct().count() != statements.size()) {
      throw new IllegalArgumentException("two statements of a section share an id");
    }
  }

  public static SectionContent empty(Section section) {
    return new SectionContent(List.of(), SectionFields.none(section));
  }

  private record Stored(List<Statement> statements, @Nullable JsonNode fields) {}

  /** From JSON that we have written ourselves; which fields it has depends on the section. */
  static SectionContent read(Section section, JsonNode node) {
    var stored = Json.convert(node, Stored.class);
    return new SectionContent(stored.statements(), SectionFields.read(section, stored.fields()));
  }

  public Section section() {
    return fields.section();
  }

  public boolean isEmpty() {
    return statements.isEmpty() && fields.isEmpty();
  }

  public SectionContent plus(Statement statement) {
    var more = new ArrayList<>(statements);
    more.add(statement);
    return new SectionContent(more, fields);
  }

  public SectionContent with(SectionFields changed) {
    return new SectionContent(statements, changed);
  }

  /**
   * This content as an owner's edit of {@code before}. A receipt is a promise that the sentence was
   * said in that message, so an edit can neither forge nor keep one: a statement stays an answer
   * only when id and text are what they were; everything else is the owner's own. An assumption
   * sent back as the owner's is thereby confirmed.
   */
  public SectionContent editing(SectionContent before) {
    var known =
        before.statements.stream().collect(Collectors.toMap(Statement::id, Function.identity()));
    var kept =
        statements.stream()
            .map(
                statement -> {
                  var old = known.get(statement.id());
                  return old != null && old.isUntouchedIn(statement) ? old : statement.asOwners();
                })
            .toList();
    return new SectionContent(kept, fields);
  }

  /** The statement of that id, or null. */
  @Nullable Statement find(String id) {
    return statements.stream()
        .filter(statement -> statement.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  /** The statements that this message is a receipt of. */
  public List<Statement> saidIn(UUID message) {
    return statements.stream().filter(statement -> statement.receipts().contains(message)).toList();
  }
}
