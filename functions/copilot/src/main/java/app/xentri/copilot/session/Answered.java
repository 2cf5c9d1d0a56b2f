package app.xentri.copilot.session;

import java.util.List;

/**
 * A session in which something was said.
 *
 * @param said that, newest first
 */
record Answered(Session session, List<SessionStore.SaidView> said) {
  SessionView view() {
    return SessionView.of(session).saying(said);
  }
}
