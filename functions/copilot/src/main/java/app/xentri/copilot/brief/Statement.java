package app.xentri.copilot.brief;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One sentence of a Brief.
 *
 * @param id unique within its section, 1 to 64 characters
 * @param text what is said, 1 to 2,000 characters
 * @param receipts the messages it was said in, oldest first; never empty for an answer, always
 *     empty otherwise
 * @param states the facts that it states; the fields of its section are made of them
 */
public record Statement(
    String id,
    String text,
    Source source,
    List<UUID> receipts,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Claim> states) {
  @JsonCreator
  public Statement {
    receipts = List.copyOf(receipts);
    states = List.copyOf(states);
    if (id.isBlank() || text.isBlank()) {
      throw new IllegalArgumentException("a statement needs an id and a text");
    }
    if ((source == Source.ANSWER) == receipts.isEmpty()) {
      throw new IllegalArgumentException("receipts belong to answers, and every answer has one");
    }
  }

  /** A statement that states no fact. */
  public Statement(String id, String text, Source source, List<UUID> receipts) {
    this(id, text, source, receipts, List.of());
  }

  boolean isUntouchedIn(Statement edited) {
    var confirmed = source == Source.ASSUMPTION && edited.source == Source.OWNER;
    return text.equals(edited.text) && !confirmed;
  }

  /** The same sentence under another id. */
  Statement as(String other) {
    return new Statement(other, text, source, receipts, states);
  }

  /** The same sentence, now in the owner's own hand: the conversation no longer vouches for it. */
  public Statement asOwners() {
    return new Statement(id, text, Source.OWNER, List.of(), states);
  }

  public Statement stating(List<Claim> claims) {
    return new Statement(id, text, source, receipts, claims);
  }

  /** With one more fact, unless it states that already. */
  public Statement stating(Claim claim) {
    if (states.contains(claim)) {
      return this;
    }
    var more = new ArrayList<>(states);
    more.add(claim);
    return stating(more);
  }

  /** Other words of the owner in its place. */
  Statement reworded(String words, List<Claim> claims) {
    return new Statement(id, words, Source.OWNER, List.of(), claims);
  }
}
