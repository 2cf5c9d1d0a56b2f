package app.xentri.copilot.session;

import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.platform.Ids;
import app.xentri.platform.Outcome;
import app.xentri.platform.database.Tx;
import java.util.List;
import java.util.UUID;

/**
 * Makes the draft and hands it to its owner for review; or takes back one that was being edited.
 */
public final class DraftBrief {

  private final InterviewEngine engine;

  public DraftBrief(InterviewEngine engine) {
    this.engine = engine;
  }

  Outcome<Answered> run(Tx tx, UUID id) {
    return Sessions.taking(
        Step.READY,
        SessionStore.findToChange(tx, engine, id),
        (session, state) -> drafted(tx, session, state));
  }

  private Answered drafted(Tx tx, Session session, SessionState state) {
    var turn = engine.draft(session.interview());
    var ready = session.after(engine, turn, state, Sessions.now(tx));
    if (session.state() != SessionState.EDITING) {
      ready = ready.causedBy(tx.emit(Sessions.drafted(session, turn.interview().draft())));
    }
    var words = Message.byCopilot(Ids.next(tx.clock()), turn.reply(), turn.interview());
    return new Answered(
        SessionStore.save(tx, ready, List.of(words)), List.of(words.said(ready.updatedAt())));
  }
}
