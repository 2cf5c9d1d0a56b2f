package app.xentri.copilot.session;

import app.xentri.platform.Wire;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Where a session stands. {@code initiated → conversing ⟲ → drafting → review_pending ⇄ editing},
 * and from review to {@code approved}, which is the end.
 */
public enum SessionState implements Wire {
  INITIATED,
  CONVERSING,
  DRAFTING,
  REVIEW_PENDING,
  EDITING,
  APPROVED;

  /** The states that may follow this one, in the order of the enum. */
  public List<SessionState> next() {
    return followers().stream().sorted(Comparator.naturalOrder()).toList();
  }

  private Set<SessionState> followers() {
    return switch (this) {
      case INITIATED -> Set.of(CONVERSING);
      case CONVERSING -> Set.of(CONVERSING, DRAFTING);
      case DRAFTING -> Set.of(REVIEW_PENDING);
      case REVIEW_PENDING -> Set.of(EDITING, APPROVED);
      case EDITING -> Set.of(REVIEW_PENDING);
      case APPROVED -> Set.of();
    };
  }

  public Move to(SessionState wanted) {
    return next().contains(wanted) ? new Move.Made(wanted) : new Move.Refused(this, wanted, next());
  }
}
