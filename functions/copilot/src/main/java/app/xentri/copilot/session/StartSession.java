package app.xentri.copilot.session;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.interview.Interview;
import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.platform.Ids;
import app.xentri.platform.database.Tx;
import java.util.Optional;

/** Begins the org's conversation, or comes back to the one that is open. */
public final class StartSession {

  private final InterviewEngine engine;

  public StartSession(InterviewEngine engine) {
    this.engine = engine;
  }

  /** The open session; {@code begun} tells a new one from one that is taken up again. */
  record Started(Session session, boolean begun) {}

  Started run(Tx tx) {
    var open = SessionStore.open(tx, engine);
    return open.session().map(this::resumed).orElseGet(() -> begun(tx, open.brief()));
  }

  /** Nothing changes by coming back; only the words differ. */
  private Started resumed(Session session) {
    return switch (session.state()) {
      case INITIATED, CONVERSING -> new Started(welcomed(session), false);
      case DRAFTING, REVIEW_PENDING, EDITING, APPROVED -> new Started(session, false);
    };
  }

  private Session welcomed(Session session) {
    var turn = engine.resume(session.interview());
    return session.saying(turn.reply(), turn.quickReplies());
  }

  private Started begun(Tx tx, Optional<Brief> brief) {
    var opening =
        engine.open(
            brief.map(known -> Interview.about(known.sections())).orElseGet(Interview::fresh));
    var started = Ids.next(tx.clock());
    var session =
        Session.begun(
            Ids.next(tx.clock()),
            engine,
            opening,
            brief.map(Ground::of).orElse(Ground.NONE),
            started,
            Sessions.now(tx));
    var words = Message.byCopilot(Ids.next(tx.clock()), opening.reply(), opening.interview());
    if (!SessionStore.begin(tx, session, words)) {
      // Another request of the org began one in this very moment; it has committed by now.
      return resumed(SessionStore.open(tx, engine).session().orElseThrow());
    }
    tx.emit(started, Sessions.started(session.id()));
    return new Started(session.having(1), true);
  }
}
