package app.xentri.copilot.brief;

import java.util.List;
import java.util.UUID;

/**
 * One sentence of a Brief.
 *
 * @param id unique within its section, 1 to 64 characters
 * @param text what is said, 1 to 2,000 characters
 * @param receipts the messages it was said in, oldest first; never empty for an answer, always
 *     empty otherwise
 */
public record Statement(String id, String text, Source source, List<UUID> receipts) {
  public Statement {
    receipts = List.copyOf(receipts);
    if (id.isBlank() || text.isBlank()) {
      throw new IllegalArgumentException("a statement needs an id and a text");
    }
    if ((source == Source.ANSWER) == receipts.isEmpty()) {
      throw new IllegalArgumentException("receipts belong to answers, and every answer has one");
    }
  }

  boolean isUntouchedIn(Statement edited) {
    var confirmed = source == Source.ASSUMPTION && edited.source == Source.OWNER;
    return text.equals(edited.text) && !confirmed;
  }

  /** The same sentence under another id. */
  Statement as(String other) {
    return new Statement(other, text, source, receipts);
  }

  /** The same sentence, now in the owner's own hand: the conversation no longer vouches for it. */
  public Statement asOwners() {
    return new Statement(id, text, Source.OWNER, List.of());
  }
}
