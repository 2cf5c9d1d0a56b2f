package app.xentri.copilot.session;

import java.util.List;

/** The answer to "may the session go there?". */
public sealed interface Move {

  /** It may, and this is where it stands now. */
  record Made(SessionState state) implements Move {}

  /**
   * It may not.
   *
   * @param allowed where the session may go instead; empty once it is approved
   */
  record Refused(SessionState from, SessionState wanted, List<SessionState> allowed)
      implements Move {
    public Refused {
      allowed = List.copyOf(allowed);
    }
  }
}
