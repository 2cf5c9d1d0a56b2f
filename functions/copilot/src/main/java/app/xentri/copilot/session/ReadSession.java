package app.xentri.copilot.session;

import app.xentri.platform.Outcome;
import app.xentri.platform.database.Tx;
import java.util.UUID;

/** Reads a session as it stands. */
final class ReadSession {
  private ReadSession() {}

  static Outcome<Session> run(Tx tx, UUID id) {
    return SessionStore.find(tx, id).map(Outcome::done).orElseGet(Sessions::notFound);
  }
}
