package app.xentri.copilot.session;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.interview.Interview;
import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.platform.database.Tx;
import app.xentri.platform.http.Page;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Looks for the org's open conversation, or at how one would begin. Begins none. */
public final class LookForSession {

  /** Of what has not begun. */
  private static final UUID NONE = new UUID(0, 0);

  private final InterviewEngine engine;

  public LookForSession(InterviewEngine engine) {
    this.engine = engine;
  }

  /**
   * What there is.
   *
   * @param session the open one; else one that has not begun, without an id
   * @param hasBrief whether a Brief stands
   * @param said its newest words, newest first
   */
  record Found(
      Session session, boolean begun, boolean hasBrief, Page<SessionStore.SaidView> said) {}

  /**
   * Looks.
   *
   * @param words how many of the newest words at most; 0 for none
   */
  Found run(Tx tx, int words) {
    var open = SessionStore.open(tx, engine, words == 0 ? 0 : words + 1);
    var hasBrief = open.brief().isPresent();
    var said = SessionStore.Said.page(open.said(), words);
    return open.session()
        .map(session -> new Found(resumed(session), true, hasBrief, said))
        .orElseGet(() -> new Found(wouldBe(open.brief()), false, hasBrief, said));
  }

  /** Nothing changes by coming back; only the words differ. */
  private Session resumed(Session session) {
    return switch (session.state()) {
      case INITIATED, CONVERSING -> welcomed(session);
      case DRAFTING, REVIEW_PENDING, EDITING, APPROVED -> session;
    };
  }

  private Session welcomed(Session session) {
    var turn = engine.resume(session.interview());
    return session.saying(turn.reply(), turn.quickReplies());
  }

  /** The same whenever somebody looks: nothing has happened at any time. */
  private Session wouldBe(Optional<Brief> brief) {
    var opening =
        engine.open(
            brief.map(known -> Interview.about(known.sections())).orElseGet(Interview::fresh));
    var ground = brief.map(Ground::of).orElse(Ground.NONE);
    var asOf = brief.map(Brief::updatedAt).orElse(Instant.EPOCH);
    return Session.begun(NONE, engine, opening, ground, NONE, asOf);
  }
}
