package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The content of one section: its statements. Its typed fields are what the statements state, and
 * nothing beside them: whoever removes a sentence removes its facts.
 */
@JsonPropertyOrder({"statements", "fields"})
public record SectionContent(@JsonIgnore Section section, List<Statement> statements) {
  public SectionContent {
    statements = List.copyOf(statements);
    if (statements.stream().map(Statement::id).distinct().count() != statements.size()) {
      throw new IllegalArgumentException("two statements of a section share an id");
    }
    if (statements.stream()
        .flatMap(statement -> statement.states().stream())
        .anyMatch(claim -> claim.field().section() != section)) {
      throw new IllegalArgumentException("a fact of another section");
    }
  }

  public static SectionContent empty(Section section) {
    return new SectionContent(section, List.of());
  }

  private record Stored(List<Statement> statements, @Nullable JsonNode fields) {}

  /**
   * From JSON that we have written ourselves. Before statements stated their facts, these were kept
   * beside them: each belongs to the first statement that says it, or becomes one of its own.
   */
  static SectionContent read(Section section, JsonNode node) {
    var stored = Json.convert(node, Stored.class);
    var content = new SectionContent(section, stored.statements());
    var states = stored.statements().stream().anyMatch(one -> !one.states().isEmpty());
    return states ? content : content.attaching(SectionFields.read(section, stored.fields()));
  }

  private SectionContent attaching(SectionFields kept) {
    var attached = statements;
    for (var field : Field.in(section)) {
      attached = FieldEdit.attaching(field, attached, Facts.rows(kept, field));
    }
    return new SectionContent(section, attached);
  }

  @JsonProperty
  public SectionFields fields() {
    return Facts.fields(section, statements);
  }

  @JsonIgnore
  public boolean isEmpty() {
    return statements.isEmpty();
  }

  public SectionContent plus(Statement statement) {
    var more = new ArrayList<>(statements);
    more.add(statement);
    return with(more);
  }

  public SectionContent with(List<Statement> others) {
    return new SectionContent(section, others);
  }

  /** With this statement in place of the one that has its id. */
  public SectionContent with(Statement changed) {
    return with(
        statements.stream()
            .map(statement -> statement.id().equals(changed.id()) ? changed : statement)
            .toList());
  }

  /**
   * With fields as a form has them now. Only those that differ from what the form showed were
   * changed in it.
   */
  public SectionContent with(SectionFields wanted, SectionFields shown) {
    var edited = statements;
    for (var field : Field.in(section)) {
      var rows = Facts.rows(wanted, field);
      var now = Facts.of(field, edited).stream().map(Facts.Fact::row).toList();
      if (!rows.equals(Facts.rows(shown, field)) && !rows.equals(now)) {
        edited = FieldEdit.of(field, edited, rows);
      }
    }
    return with(edited);
  }

  /**
   * This content as an owner's edit of {@code before}. A receipt is a promise that the sentence was
   * said in that message, so an edit can neither forge nor keep one: a statement stays an answer
   * only when id and text are what they were; everything else is the owner's own. An assumption
   * sent back as the owner's is thereby confirmed. A statement that was removed or rewritten comes
   * back as it was when it is sent as it was.
   *
   * @param gone what the section has said before
   */
  public SectionContent editing(SectionContent before, List<Statement> gone) {
    return with(statements.stream().map(sent -> edited(sent, before, gone)).toList());
  }

  private static Statement edited(Statement sent, SectionContent before, List<Statement> gone) {
    var old = before.find(sent.id());
    if (old != null && old.isUntouchedIn(sent)) {
      return old;
    }
    for (var one : gone) {
      if (one.id().equals(sent.id()) && one.isUntouchedIn(sent)) {
        return one;
      }
    }
    return old == null ? sent.asOwners() : sent.asOwners().stating(Rewording.of(old, sent.text()));
  }

  /** The statement of that id, or null. */
  public @Nullable Statement find(String id) {
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
