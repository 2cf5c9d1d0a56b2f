package app.xentri.copilot.session;

import java.util.List;

/**
 * A session after a step.
 *
 * @param said what was said with it, newest first; nothing where a step needs no words
 */
record Answered(Session session, List<SessionStore.SaidView> said) {
  SessionView view() {
    return SessionView.of(session).saying(said);
  }
}
