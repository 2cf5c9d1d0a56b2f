package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
import app.xentri.copilot.interview.Interview;
import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.copilot.interview.Turn;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation on its way to a Brief.
 *
 * @param version 1 at the start, one more with every change
 * @param said how many messages it holds
 * @param accepted sections that the owner has accepted as they stand
 * @param changed sections that this session has changed
 * @param brief what it became; null until it is approved
 */
public record Session(
    UUID id,
    SessionState state,
    long version,
    int said,
    Interview interview,
    Standing standing,
    Set<Section> accepted,
    Set<Section> changed,
    @Nullable BriefVersion brief,
    Instant createdAt,
    Instant updatedAt) {

  /** Which Brief a session became. */
  public record BriefVersion(UUID id, long version) {}

  public Session {
    accepted = frozen(accepted);
    changed = frozen(changed);
  }

  static Session begun(UUID id, InterviewEngine engine, Turn opening, Instant now) {
    return new Session(
        id,
        SessionState.INITIATED,
        1,
        0,
        opening.interview(),
        Standing.of(engine, opening),
        Set.of(),
        Set.of(),
        null,
        now,
        now);
  }

  /** After a turn of the conversation. A section that it changed has to be accepted again. */
  Session after(InterviewEngine engine, Turn turn, SessionState reached, Instant now) {
    return new Session(
        id,
        reached,
        version + 1,
        said,
        turn.interview(),
        Standing.of(engine, turn),
        without(accepted, turn.touched()),
        with(changed, turn.touched()),
        brief,
        createdAt,
        now);
  }

  Session holding(Interview edited, Standing recounted, SessionState reached, Instant now) {
    return new Session(
        id,
        reached,
        version + 1,
        said,
        edited,
        recounted,
        accepted,
        changed,
        brief,
        createdAt,
        now);
  }

  Session changing(Section section) {
    return new Session(
        id,
        state,
        version,
        said,
        interview,
        standing,
        without(accepted, Set.of(section)),
        with(changed, Set.of(section)),
        brief,
        createdAt,
        updatedAt);
  }

  Session accepting(Section section, boolean accept) {
    var decided = accept ? with(accepted, Set.of(section)) : without(accepted, Set.of(section));
    return new Session(
        id, state, version, said, interview, standing, decided, changed, brief, createdAt,
        updatedAt);
  }

  Session approvedAs(BriefVersion became, Standing last, Instant now) {
    return new Session(
        id,
        SessionState.APPROVED,
        version + 1,
        said,
        interview,
        last,
        accepted,
        changed,
        became,
        createdAt,
        now);
  }

  /** The same session with other last words; nothing else changes, not even its version. */
  Session saying(String words, List<String> replies) {
    return new Session(
        id,
        state,
        version,
        said,
        interview,
        standing.saying(words, replies),
        accepted,
        changed,
        brief,
        createdAt,
        updatedAt);
  }

  Session having(int messages) {
    return new Session(
        id,
        state,
        version,
        said + messages,
        interview,
        standing,
        accepted,
        changed,
        brief,
        createdAt,
        updatedAt);
  }

  private static Set<Section> with(Set<Section> sections, Collection<Section> more) {
    var all = copy(sections);
    all.addAll(more);
    return all;
  }

  private static Set<Section> without(Set<Section> sections, Collection<Section> gone) {
    var rest = copy(sections);
    rest.removeAll(gone);
    return rest;
  }

  private static Set<Section> copy(Set<Section> sections) {
    return sections.isEmpty() ? EnumSet.noneOf(Section.class) : EnumSet.copyOf(sections);
  }

  private static Set<Section> frozen(Set<Section> sections) {
    return Collections.unmodifiableSet(copy(sections));
  }
}
