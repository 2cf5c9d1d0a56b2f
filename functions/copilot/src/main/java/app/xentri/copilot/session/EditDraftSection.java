package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionEdit;
import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.copilot.interview.Turn;
import app.xentri.platform.EntityTag;
import app.xentri.platform.Ids;
import app.xentri.platform.Outcome;
import app.xentri.platform.database.Tx;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes a section of the draft by hand, decides about it as it stands, or both. */
public final class EditDraftSection {

  private final InterviewEngine engine;

  public EditDraftSection(InterviewEngine engine) {
    this.engine = engine;
  }

  /**
   * What to do with a section.
   *
   * @param edit the new content; null leaves it
   * @param accepted whether the owner stands by it; null leaves that, unless the words changed
   * @param left whether it stays a draft on purpose; null leaves that, unless the words changed
   */
  public record Change(
      Section section,
      @Nullable SectionEdit edit,
      @Nullable Boolean accepted,
      @Nullable Boolean left) {
    boolean decides() {
      return Boolean.TRUE.equals(accepted) || Boolean.TRUE.equals(left);
    }

    Review of(Review before) {
      var review = accepted == null ? before : before.accepting(section, accepted);
      return left == null ? review : review.leaving(section, left);
    }
  }

  Outcome<Answered> run(Tx tx, UUID id, Change change, EntityTag seen) {
    var found = SessionStore.findToChange(tx, engine, id);
    if (found.isEmpty()) {
      return Sessions.notFound();
    }
    var session = found.get();
    if (!Sessions.tag(tx, session).equals(seen)) {
      return Sessions.changedMeanwhile(tx, session);
    }
    return switch (move(session.state(), change)) {
      case Move.Refused refused -> Sessions.refused(refused);
      case Move.Made(var state) -> Outcome.done(changed(tx, session, change, state));
    };
  }

  /** An edit opens the draft; deciding about the section hands it in again. */
  private static Move move(SessionState from, Change change) {
    if (change.edit() == null) {
      return Step.SETTLE.from(from);
    }
    var edited = Step.EDIT.from(from);
    return switch (edited) {
      case Move.Made(var state) when change.decides() -> Step.SETTLE.from(state);
      case Move.Made made -> made;
      case Move.Refused refused -> refused;
    };
  }

  private Answered changed(Tx tx, Session session, Change change, SessionState state) {
    var before = session.interview().draft().of(change.section());
    var content =
        change.edit() == null
            ? before
            : change.edit().on(before, session.gone().of(change.section()));
    var touched = content.equals(before) ? Set.<Section>of() : Set.of(change.section());
    var marked =
        session
            .deciding(change.of(session.review().changing(touched)))
            .without(session.gone().after(before, content));
    var interview = session.interview().with(session.interview().draft().with(content));
    var turn = engine.noticing(interview);
    var now = Sessions.now(tx);
    if (state == SessionState.CONVERSING && movesOn(session, turn)) {
      var told = marked.after(engine, turn, state, now);
      var words = Message.byCopilot(Ids.next(tx.clock()), turn.reply(), turn.interview());
      return new Answered(SessionStore.save(tx, told, List.of(words)), List.of(words.said(now)));
    }
    var recounted = session.standing().recounted(engine, interview);
    var edited = marked.holding(interview, recounted, state, now);
    return new Answered(SessionStore.save(tx, edited, List.of()), List.of());
  }

  /** The question that was waiting has been answered by hand. */
  private static boolean movesOn(Session session, Turn turn) {
    return session.interview().memory().pending() != turn.interview().memory().pending();
  }
}
