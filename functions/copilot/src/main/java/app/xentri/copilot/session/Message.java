package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.interview.Interview;
import app.xentri.platform.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Something said in a session.
 *
 * @param sections what it changed in the draft, or what it asks about
 */
record Message(UUID id, Role role, String text, List<Section> sections) {
  Message {
    sections = List.copyOf(sections);
  }

  enum Role implements Wire {
    COPILOT,
    OWNER
  }

  /** As it is answered, once it is kept. */
  SessionStore.SaidView said(Instant at) {
    return new SessionStore.SaidView(id, role, text, at, sections);
  }

  static Message byOwner(UUID id, String text, Set<Section> touched) {
    return new Message(id, Role.OWNER, text, List.copyOf(touched));
  }

  /** The co-pilot's words, about the section that its question belongs to. */
  static Message byCopilot(UUID id, String text, Interview interview) {
    var pending = interview.memory().pending();
    return new Message(
        id, Role.COPILOT, text, pending == null ? List.of() : List.of(pending.section()));
  }
}
