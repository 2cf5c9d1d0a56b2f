package app.xentri.copilot.session;

import app.xentri.platform.Outcome;
import app.xentri.platform.database.Tx;
import app.xentri.platform.http.Cursor;
import app.xentri.platform.http.Page;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what was said in a session, newest first. */
final class ListMessages {

  /** The list that its cursors are places of. */
  static final String LIST = "messages";

  private ListMessages() {}

  static Outcome<Page<SessionStore.SaidView>> run(
      Tx tx, UUID session, @Nullable Integer before, int limit) {
    return SessionStore.messages(tx, session, before, limit + 1)
        .map(found -> Outcome.done(page(found, limit)))
        .orElseGet(Sessions::notFound);
  }

  /**
   * A page of what was found.
   *
   * @param found newest first, at most {@code limit + 1}
   */
  static Page<SessionStore.SaidView> page(List<SessionStore.Said> found, int limit) {
    return Page.of(found, limit, last -> Cursor.at(LIST, last.seq())).map(SessionStore.Said::view);
  }
}
