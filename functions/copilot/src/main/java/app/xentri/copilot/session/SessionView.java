package app.xentri.copilot.session;

import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.interview.Progress;
import app.xentri.platform.http.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is answered: {@code schema/brief/session.json}.
 *
 * @param messages what was said, newest first; null where the answer is about something else
 * @param earlier the cursor of what was said before these; null where there is nothing before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionView(
    UUID id,
    SessionState state,
    String reply,
    List<String> quickReplies,
    boolean canDraft,
    Map<Section, Progress> progress,
    Map<Section, List<String>> stillOpen,
    Draft draft,
    Map<Section, Boolean> accepted,
    Map<Section, Boolean> leftAsDraft,
    long version,
    @Nullable UUID briefId,
    @Nullable Long briefVersion,
    Instant createdAt,
    Instant updatedAt,
    @Nullable List<SessionStore.SaidView> messages,
    @Nullable String earlier) {

  static SessionView of(Session session) {
    var standing = session.standing();
    var brief = session.brief();
    return new SessionView(
        session.id(),
        session.state(),
        standing.reply(),
        standing.quickReplies(),
        standing.canDraft(),
        standing.progress(),
        standing.stillOpen(),
        session.interview().draft(),
        decided(session.review().accepted()),
        decided(session.review().left()),
        session.edition(),
        brief == null ? null : brief.id(),
        brief == null ? null : brief.version(),
        session.createdAt(),
        session.updatedAt(),
        null,
        null);
  }

  /** With what was said. */
  SessionView saying(Page<SessionStore.SaidView> said) {
    var before = said.next();
    return new SessionView(
        id,
        state,
        reply,
        quickReplies,
        canDraft,
        progress,
        stillOpen,
        draft,
        accepted,
        leftAsDraft,
        version,
        briefId,
        briefVersion,
        createdAt,
        updatedAt,
        said.items(),
        before == null ? null : before.text());
  }

  /** With what has just been said, newest first. */
  SessionView saying(List<SessionStore.SaidView> said) {
    return saying(new Page<>(said, null));
  }

  private static Map<Section, Boolean> decided(Set<Section> sections) {
    var decided = new EnumMap<Section, Boolean>(Section.class);
    for (var section : Section.values()) {
      decided.put(section, sections.contains(section));
    }
    return decided;
  }
}
