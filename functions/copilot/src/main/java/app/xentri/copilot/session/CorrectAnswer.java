package app.xentri.copilot.session;

import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.copilot.interview.OwnerMessage;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Tx;
import java.util.List;
import java.util.UUID;

/** Takes the last answer back, and takes in what the owner says in its place. */
public final class CorrectAnswer {

  private final InterviewEngine engine;

  public CorrectAnswer(InterviewEngine engine) {
    this.engine = engine;
  }

  Outcome<Answered> run(Tx tx, UUID id, UUID corrected, String text) {
    var found = SessionStore.findToChange(tx, engine, id);
    if (found.isEmpty()) {
      return Sessions.notFound();
    }
    var session = found.get();
    var last = session.last();
    if (last == null || !last.message().equals(corrected)) {
      return notTheLast();
    }
    return switch (Step.SAY.from(session.state())) {
      case Move.Refused refused -> Sessions.refused(refused);
      case Move.Made(var state) -> Outcome.done(said(tx, session, last, text, state));
    };
  }

  private static <T> Outcome<T> notTheLast() {
    return Outcome.denied(
        new Refusal.Conflict(
            "answer_not_last",
            "More was said since, or the Brief is approved: only the last answer can be corrected.",
            List.of()));
  }

  private Answered said(Tx tx, Session session, LastAnswer last, String text, SessionState state) {
    var before = last.takenBack(session.interview());
    var turn = engine.answer(before, new OwnerMessage(last.message(), text));
    var answered =
        session
            .changing(last.touched())
            .after(engine, turn, state, Sessions.now(tx))
            .without(session.gone().after(session.interview().draft(), turn.interview().draft()))
            .hearing(LastAnswer.of(last.message(), last.seq(), before, turn));
    return SessionStore.correct(tx, answered, text, turn);
  }
}
