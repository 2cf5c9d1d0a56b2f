package app.xentri.copilot.session;

import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.platform.Outcome;
import app.xentri.platform.database.Tx;
import java.util.UUID;

/** Reads a session as it stands. */
public final class ReadSession {

  private final InterviewEngine engine;

  public ReadSession(InterviewEngine engine) {
    this.engine = engine;
  }

  Outcome<Session> run(Tx tx, UUID id) {
    return SessionStore.find(tx, engine, id).map(Outcome::done).orElseGet(Sessions::notFound);
  }
}
