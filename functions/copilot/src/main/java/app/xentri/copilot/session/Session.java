package app.xentri.copilot.session;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.brief.Gone;
import app.xentri.copilot.brief.Merge;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.interview.Interview;
import app.xentri.copilot.interview.InterviewEngine;
import app.xentri.copilot.interview.Turn;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation on its way to a Brief.
 *
 * @param version 1 at the start, one more with every change of its own
 * @param said how many messages it holds
 * @param gone what its draft has said before
 * @param ground the Brief that its draft stands on
 * @param cause the event that the next one of this session follows from; null for a session from
 *     before causes were kept
 * @param brief what it became; null until it is approved
 */
public record Session(
    UUID id,
    SessionState state,
    long version,
    int said,
    Interview interview,
    Standing standing,
    Review review,
    Gone gone,
    Ground ground,
    @Nullable UUID cause,
    @Nullable BriefVersion brief,
    Instant createdAt,
    Instant updatedAt) {

  /** Which Brief a session became. */
  public record BriefVersion(UUID id, long version) {}

  static Session begun(
      UUID id, InterviewEngine engine, Turn opening, Ground ground, UUID started, Instant now) {
    return new Session(
        id,
        SessionState.INITIATED,
        1,
        0,
        opening.interview(),
        Standing.of(engine, opening),
        Review.none(),
        Gone.none(),
        ground,
        started,
        null,
        now,
        now);
  }

  /** What would begin, begun. */
  Session beginning(UUID as, UUID started, Instant now) {
    return new Session(
        as, state, version, said, interview, standing, review, gone, ground, started, brief, now,
        now);
  }

  /** After a turn of the conversation. A section that it changed has to be decided on again. */
  Session after(InterviewEngine engine, Turn turn, SessionState reached, Instant now) {
    var heard = changing(turn.touched());
    return heard.holding(turn.interview(), Standing.of(engine, turn), reached, now);
  }

  Session holding(Interview edited, Standing recounted, SessionState reached, Instant now) {
    return new Session(
        id,
        reached,
        version + 1,
        said,
        edited,
        recounted,
        review,
        gone,
        ground,
        cause,
        brief,
        createdAt,
        now);
  }

  Session changing(Set<Section> sections) {
    return deciding(review.changing(sections));
  }

  Session deciding(Review decided) {
    return new Session(
        id, state, version, said, interview, standing, decided, gone, ground, cause, brief,
        createdAt, updatedAt);
  }

  /** Having lost these. */
  Session without(Gone lost) {
    return new Session(
        id, state, version, said, interview, standing, review, lost, ground, cause, brief,
        createdAt, updatedAt);
  }

  Session causedBy(UUID event) {
    return new Session(
        id, state, version, said, interview, standing, review, gone, ground, event, brief,
        createdAt, updatedAt);
  }

  /** Approved, it stands for itself: its Brief moves on without it. */
  Session approvedAs(BriefVersion became, Standing last, Instant now) {
    return new Session(
        id,
        SessionState.APPROVED,
        edition() + 1,
        said,
        interview,
        last,
        review,
        Gone.none(),
        Ground.NONE,
        cause,
        became,
        createdAt,
        now);
  }

  /** Which of all the states that one can have seen of it: the Brief under it counts as well. */
  long edition() {
    return version + ground.version();
  }

  /**
   * The same session on the Brief as it stands by now. Its draft is what it would be had it been
   * made of that; sections that the Brief has changed have to be decided on again.
   *
   * @param basis what its draft was made of
   */
  Session on(Brief standing, Basis basis, InterviewEngine engine) {
    var moved =
        Arrays.stream(Section.values())
            .filter(section -> basis.differsFrom(standing, section))
            .toList();
    var draft = Merge.of(basis.sections(), interview.draft(), standing.sections());
    var changed =
        Arrays.stream(Section.values())
            .filter(section -> !draft.of(section).equals(standing.sections().of(section)))
            .toList();
    var merged = interview.with(draft);
    return new Session(
        id,
        state,
        version,
        said,
        merged,
        this.standing.recounted(engine, merged),
        review.reopening(moved, changed),
        gone,
        Ground.of(standing),
        cause,
        brief,
        createdAt,
        updatedAt);
  }

  /** The same session with other last words; nothing else changes, not even its version. */
  Session saying(String words, List<String> replies) {
    var last = standing.saying(words, replies);
    return new Session(
        id, state, version, said, interview, last, review, gone, ground, cause, brief, createdAt,
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
        review,
        gone,
        ground,
        cause,
        brief,
        createdAt,
        updatedAt);
  }
}
