package app.xentri.copilot.brief;

import app.xentri.platform.Outcome;
import app.xentri.platform.Refusal;
import app.xentri.platform.event.NewEvent;
import java.util.UUID;

/** What those who read and change the Brief share: its refusal and its event. */
public final class Briefs {

  private Briefs() {}

  public static <T> Outcome<T> none() {
    return Outcome.denied(
        new Refusal.NotFound(
            "brief_not_found", "There is no Brief yet. It begins with a conversation."));
  }

  private record Updated(UUID briefId, long version, Section section, String source) {}

  /**
   * The event of a changed section.
   *
   * @param source manual, ai_proposal, form or import
   */
  public static NewEvent updated(Brief brief, Section section, String source) {
    var payload = new Updated(brief.id(), brief.version(), section, source);
    return NewEvent.of("xentri.brief.updated.v1", payload, "brief");
  }
}
