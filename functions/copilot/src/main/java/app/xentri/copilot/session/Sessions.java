package app.xentri.copilot.session;

import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Section;
import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.database.Tx;
import app.xentri.platform.event.NewEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** What the use cases of a session share: refusals, events and the time. */
final class Sessions {
  static final String SOURCE = "strategy-co-pilot";

  /** As many as the event's schema lets it name. */
  private static final int MOST_ANSWERS = 200;

  private Sessions() {}

  static EntityTag tag(Tx tx, Session session) {
    return tx.tag("brief-session", session.id(), session.edition());
  }

  /** What a step makes of a session; or that there is none, or that it may not go there. */
  static Outcome<Answered> taking(
      Step step, Optional<Session> found, BiFunction<Session, SessionState, Answered> work) {
    if (found.isEmpty()) {
      return notFound();
    }
    var session = found.get();
    return switch (step.from(session.state())) {
      case Move.Refused refused -> refused(refused);
      case Move.Made(var state) -> Outcome.done(work.apply(session, state));
    };
  }

  static <T> Outcome<T> notFound() {
    return Outcome.denied(new Refusal.NotFound());
  }

  /** 412 with the session as it stands. */
  static <T> Outcome<T> changedMeanwhile(Tx tx, Session session) {
    return Outcome.denied(
        new Refusal.PreconditionFailed(Json.tree(SessionView.of(session)), tag(tx, session)));
  }

  /** 409 with the states that are allowed from here. */
  static <T> Outcome<T> refused(Move.Refused move) {
    var allowed = move.allowed().stream().map(SessionState::wire).toList();
    return Outcome.denied(
        new Refusal.Conflict(
            "transition_not_allowed",
            "A session that is "
                + move.from().wire()
                + " cannot become "
                + move.wanted().wire()
                + ".",
            allowed));
  }

  private record Started(UUID sessionId) {}

  static NewEvent started(UUID session) {
    return NewEvent.of("xentri.brief.session_started.v1", new Started(session), SOURCE)
        .correlatedBy(session.toString());
  }

  private record Drafted(UUID sessionId, List<Section> sections, List<UUID> answers) {}

  /** With the answers that its sentences were said in. */
  static NewEvent drafted(Session session, Draft draft) {
    var sections =
        Arrays.stream(Section.values()).filter(section -> !draft.of(section).isEmpty()).toList();
    var answers =
        draft.sections().values().stream()
            .flatMap(section -> section.statements().stream())
            .flatMap(statement -> statement.receipts().stream())
            .distinct()
            .sorted(Comparator.comparing(UUID::toString).reversed())
            .limit(MOST_ANSWERS)
            .toList();
    return event("xentri.brief.drafted.v1", session, new Drafted(session.id(), sections, answers));
  }

  /** An event of the session, caused by the one before it. */
  static NewEvent event(String type, Session session, Object payload) {
    return of(session, NewEvent.of(type, payload, SOURCE));
  }

  /** As an event of the session, caused by the one before it. */
  static NewEvent of(Session session, NewEvent event) {
    return event.correlatedBy(session.id().toString()).causedBy(session.cause());
  }

  /** Now, as precisely as the database keeps it, so that an answer and a later read agree. */
  static Instant now(Tx tx) {
    return tx.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }
}
