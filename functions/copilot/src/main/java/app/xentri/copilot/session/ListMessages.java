package app.xentri.copilot.session;

import app.xentri.platform.Outcome;
import app.xentri.platform.database.Tx;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads what was said in a session, newest first. */
final class ListMessages {

  /**
   * One page.
   *
   * @param next where the next page begins; null at the end
   */
  record Page(List<ObjectNode> messages, @Nullable MessageCursor next) {
    Page {
      messages = List.copyOf(messages);
    }
  }

  private ListMessages() {}

  static Outcome<Page> in(Tx tx, UUID session, @Nullable MessageCursor cursor, int limit) {
    var before = cursor == null ? null : cursor.before();
    return SessionStore.messages(tx, session, before, limit + 1)
        .map(found -> Outcome.done(page(found, limit)))
        .orElseGet(Sessions::notFound);
  }

  private static Page page(List<SessionStore.Said> found, int limit) {
    var shown = found.subList(0, Math.min(limit, found.size()));
    var next = found.size() > limit ? new MessageCursor(shown.getLast().seq()) : null;
    return new Page(shown.stream().map(SessionStore.Said::data).toList(), next);
  }
}
