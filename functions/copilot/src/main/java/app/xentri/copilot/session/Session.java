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
 * @param last the answer that can be corrected; null when there is none
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
    @Nullable LastAnswer last,
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
        null,
        ground,
        started,
        null,
        now,
        now);
  }

  /** What would begin, begun. */
  Session beginning(UUID as, UUID started, Instant now) {
    return new Session(
        as, state, version, said, interview, standing, review, gone, last, ground, started, brief,
        now, now);
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
        last,
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
        id, state, version, said, interview, standing, decided, gone, last, ground, cause, brief,
        createdAt, updatedAt);
  }

  /** Having lost these. */
  Session without(Gone lost) {
    return new Session(
        id, state, version, said, interview, standing, review, lost, last, ground, cause, brief,
        createdAt, updatedAt);
  }

  /** Having heard this last. */
  Session hearing(LastAnswer heard) {
    return new Session(
        id, state, version, said, interview, standing, review, gone, heard, ground, cause, brief,
        createdAt, updatedAt);
  }

  Session causedBy(UUID event) {
    return new Session(
        id, state, version, said, interview, standing, review, gone, last, ground, event, brief,
        createdAt, updatedAt);
  }

  /** Approved, it stands for itself: its Brief moves on without it. */
  Session approvedAs(BriefVersion became, Standing closing, Instant now) {
    return new Session(
        id,
        SessionState.APPROVED,
        edition() + 1,
        said,
        interview,
        closing,
        review,
        Gone.none(),
        null,
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
        last,
        Ground.of(standing),
        cause,
        brief,
        createdAt,
        updatedAt);
  }

  /** The same session with other last words; nothing else changes, not even its version. */
  Session saying(String words, List<String> replies) {
    var told = standing.saying(words, replies);
    return new Session(
        id, state, version, said, interview, told, review, gone, last, ground, cause, brief,
        createdAt, updatedAt);
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
        last,
        ground,
        cause,
        brief,
        createdAt,
        updatedAt);
  }
}
