package app.xentri.copilot.session;

import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.copilot.interview.OwnerMessage;
import app.xentri.platform.Ids;
import app.xentri.platform.Outcome;
import app.xentri.platform.database.Tx;
import java.util.List;
import java.util.UUID;

/** Takes in what an owner says and answers with the next question. */
public final class AnswerQuestion {

  private final InterviewEngine engine;

  public AnswerQuestion(InterviewEngine engine) {
    this.engine = engine;
  }

  Outcome<Answered> run(Tx tx, UUID id, String text) {
    return Sessions.taking(
        Step.SAY,
        SessionStore.findToChange(tx, engine, id),
        (session, state) -> said(tx, session, text, state));
  }

  private Answered said(Tx tx, Session session, String text, SessionState state) {
    var message = new OwnerMessage(Ids.next(tx.clock()), text);
    var turn = engine.answer(session.interview(), message);
    var heard = LastAnswer.of(message.id(), session.said() + 1, session.interview(), turn);
    var answered =
        session
            .after(engine, turn, state, Sessions.now(tx))
            .without(session.gone().after(session.interview().draft(), turn.interview().draft()))
            .hearing(heard);
    var answer = Message.byOwner(message.id(), message.text(), turn.touched());
    var reply = Message.byCopilot(Ids.next(tx.clock()), turn.reply(), turn.interview());
    var at = answered.updatedAt();
    return new Answered(
        SessionStore.save(tx, answered, List.of(answer, reply)),
        List.of(reply.said(at), answer.said(at)));
  }
}
