package app.xentri.copilot.session;

import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.platform.Ids;
import app.xentri.platform.database.Tx;
import java.util.List;

/** Begins the org's conversation, or comes back to the one that is open. */
public final class StartSession {

  private final LookForSession lookForSession;

  public StartSession(InterviewEngine engine) {
    this.lookForSession = new LookForSession(engine);
  }

  /**
   * The open session.
   *
   * @param begun whether it is a new one, not one that is taken up again
   * @param said what it begins with; of one that is taken up again, nothing
   */
  record Started(Session session, boolean begun, List<SessionStore.SaidView> said) {}

  Started run(Tx tx) {
    var found = lookForSession.run(tx, 0);
    return found.begun() ? resumed(found) : begun(tx, found.session());
  }

  private Started begun(Tx tx, Session wouldBe) {
    var started = Ids.next(tx.clock());
    var session = wouldBe.beginning(Ids.next(tx.clock()), started, Sessions.now(tx));
    var words =
        Message.byCopilot(Ids.next(tx.clock()), session.standing().reply(), session.interview());
    if (!SessionStore.begin(tx, session, words)) {
      // Another request of the org began one in this very moment; it has committed by now.
      return resumed(lookForSession.run(tx, 0));
    }
    tx.emit(started, Sessions.started(session.id()));
    return new Started(session.having(1), true, List.of(words.said(session.createdAt())));
  }

  private static Started resumed(LookForSession.Found found) {
    return new Started(found.session(), false, List.of());
  }
}
