package app.xentri.copilot.session;

import app.xentri.platform.Outcome;
import app.xentri.platform.database.Tx;
import app.xentri.platform.http.Page;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what was said in a session, newest first. */
final class ListMessages {

  private ListMessages() {}

  static Outcome<Page<SessionStore.SaidView>> run(
      Tx tx, UUID session, @Nullable Integer before, int limit) {
    return SessionStore.messages(tx, session, before, limit + 1)
        .map(found -> Outcome.done(SessionStore.Said.page(found, limit)))
        .orElseGet(Sessions::notFound);
  }
}
