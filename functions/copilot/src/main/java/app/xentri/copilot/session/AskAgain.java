package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.platform.Ids;
import app.xentri.platform.Outcome;
import app.xentri.platform.database.Tx;
import java.util.List;
import java.util.UUID;

/** Asks once more about a section. Nobody has said anything: only the question is added. */
public final class AskAgain {

  private final InterviewEngine engine;

  public AskAgain(InterviewEngine engine) {
    this.engine = engine;
  }

  Outcome<Answered> run(Tx tx, UUID id, Section section) {
    return Sessions.taking(
        Step.SAY,
        SessionStore.findToChange(tx, engine, id),
        (session, state) -> asked(tx, session, section, state));
  }

  private Answered asked(Tx tx, Session session, Section section, SessionState state) {
    var turn = engine.askAgain(session.interview(), section);
    var waiting = session.after(engine, turn, state, Sessions.now(tx));
    var question = Message.byCopilot(Ids.next(tx.clock()), turn.reply(), turn.interview());
    return new Answered(
        SessionStore.save(tx, waiting, List.of(question)),
        List.of(question.said(waiting.updatedAt())));
  }
}
