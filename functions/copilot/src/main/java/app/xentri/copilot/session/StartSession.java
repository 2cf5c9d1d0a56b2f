package app.xentri.copilot.session;

import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.platform.Ids;
import app.xentri.platform.database.Tx;

/** Begins the org's conversation, or comes back to the one that is open. */
public final class StartSession {

  private final LookForSession lookForSession;

  public StartSession(InterviewEngine engine) {
    this.lookForSession = new LookForSession(engine);
  }

  /** The open session; {@code begun} tells a new one from one that is taken up again. */
  record Started(Session session, boolean begun) {}

  Started run(Tx tx) {
    var found = lookForSession.run(tx);
    return found.begun() ? new Started(found.session(), false) : begun(tx, found.session());
  }

  private Started begun(Tx tx, Session wouldBe) {
    var started = Ids.next(tx.clock());
    var session = wouldBe.beginning(Ids.next(tx.clock()), started, Sessions.now(tx));
    var words =
        Message.byCopilot(Ids.next(tx.clock()), session.standing().reply(), session.interview());
    if (!SessionStore.begin(tx, session, words)) {
      // Another request of the org began one in this very moment; it has committed by now.
      return new Started(lookForSession.run(tx).session(), false);
    }
    tx.emit(started, Sessions.started(session.id()));
    return new Started(session.having(1), true);
  }
}
