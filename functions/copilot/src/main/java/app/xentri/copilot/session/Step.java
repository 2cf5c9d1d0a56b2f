package app.xentri.copilot.session;

import java.util.List;

/**
 * What an owner can do with a session. Each step walks one or more transitions of {@link
 * SessionState}; one transition that is not allowed refuses the whole step.
 */
public enum Step {
  /** An answer, in words. */
  SAY,
  /** A section of the draft filled or changed by hand. */
  EDIT,
  /** A section settled: the edit, if there was one, is handed in. */
  SETTLE,
  /** "Draft it now", or "I am done editing". */
  READY,
  APPROVE;

  /** Where the session stands after this step, or why it may not be taken. */
  public Move from(SessionState state) {
    Move move = new Move.Made(state);
    for (var next : path(state)) {
      switch (move) {
        case Move.Made(var reached) -> move = reached.to(next);
        case Move.Refused refused -> {
          return refused;
        }
      }
    }
    return move;
  }

  private List<SessionState> path(SessionState state) {
    return switch (this) {
      case SAY, EDIT -> talking(state);
      case SETTLE -> settling(state);
      case READY ->
          state == SessionState.EDITING
              ? List.of(SessionState.REVIEW_PENDING)
              : List.of(SessionState.DRAFTING, SessionState.REVIEW_PENDING);
      case APPROVE ->
          // Approving while a section is open hands that edit in first.
          state == SessionState.EDITING
              ? List.of(SessionState.REVIEW_PENDING, SessionState.APPROVED)
              : List.of(SessionState.APPROVED);
    };
  }

  private static List<SessionState> talking(SessionState state) {
    return switch (state) {
      case INITIATED, CONVERSING, DRAFTING, APPROVED -> List.of(SessionState.CONVERSING);
      case REVIEW_PENDING -> List.of(SessionState.EDITING);
      case EDITING -> List.of();
    };
  }

  private static List<SessionState> settling(SessionState state) {
    return switch (state) {
      case INITIATED, CONVERSING, DRAFTING, APPROVED -> List.of(SessionState.CONVERSING);
      case REVIEW_PENDING -> List.of();
      case EDITING -> List.of(SessionState.REVIEW_PENDING);
    };
  }
}
