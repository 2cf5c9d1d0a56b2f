package app.xentri.copilot.interview;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the interview remembers between two messages, besides the draft. Small and plain, so that a
 * session can be put away for a month and taken up again; topics that are no longer known are
 * forgotten then.
 *
 * @param pending the question that is waiting for an answer; null when none is
 * @param tries how often the pending question was met with an unclear answer, 0 or 1
 * @param answered topics that the draft was known to speak of before its statements said so
 *     themselves; they count as long as their section says anything
 * @param left topics that were asked about and left open
 * @param last what the latest answer was about, so that "actually, …" can correct it
 * @param lastMessage the message of that answer
 * @param offered whether the draft was offered
 * @param language whether a language other than English was remarked on
 * @param focused whether the draft is in review, where one answers without being led on
 * @param answers how many answers were taken in
 */
public record Memory(
    @Nullable Topic pending,
    int tries,
    Set<Topic> answered,
    Set<Topic> left,
    @Nullable Topic last,
    @Nullable UUID lastMessage,
    boolean offered,
    boolean language,
    boolean focused,
    int answers) {
  public Memory {
    answered = frozen(answered);
    left = frozen(left);
  }

  static Memory fresh() {
    return new Memory(null, 0, Set.of(), Set.of(), null, null, false, false, false, 0);
  }

  /** Whether a Brief stood already when the session began: then one talks about a change of it. */
  boolean isAboutBrief() {
    return !answered.isEmpty();
  }

  Memory asking(@Nullable Topic topic) {
    return new Memory(
        topic, 0, answered, left, last, lastMessage, offered, language, focused, answers);
  }

  Memory tryingAgain() {
    return new Memory(
        pending, tries + 1, answered, left, last, lastMessage, offered, language, focused, answers);
  }

  /**
   * What was left open was answered after all. What is answered, the statements of the draft say.
   */
  Memory settling(Set<Topic> more) {
    var open = copy(left);
    open.removeAll(more);
    return new Memory(
        pending, tries, answered, open, last, lastMessage, offered, language, focused, answers);
  }

  /** Topics that the draft was known to speak of when the session began. */
  Memory knowing(Set<Topic> more) {
    var known = copy(answered);
    known.addAll(more);
    var open = copy(left);
    open.removeAll(more);
    return new Memory(
        pending, tries, known, open, last, lastMessage, offered, language, focused, answers);
  }

  Memory leaving(Topic topic) {
    var open = copy(left);
    open.add(topic);
    return new Memory(
        pending, tries, answered, open, last, lastMessage, offered, language, focused, answers);
  }

  Memory hearing(Topic topic, UUID message) {
    return new Memory(
        pending, tries, answered, left, topic, message, offered, language, focused, answers + 1);
  }

  Memory havingOffered() {
    return new Memory(
        pending, tries, answered, left, last, lastMessage, true, language, focused, answers);
  }

  Memory havingNotedLanguage() {
    return new Memory(
        pending, tries, answered, left, last, lastMessage, offered, true, focused, answers);
  }

  Memory focusing(boolean focus) {
    return new Memory(
        pending, tries, answered, left, last, lastMessage, offered, language, focus, answers);
  }

  private static Set<Topic> copy(Set<Topic> topics) {
    return topics.isEmpty() ? EnumSet.noneOf(Topic.class) : EnumSet.copyOf(topics);
  }

  private static Set<Topic> frozen(Set<Topic> topics) {
    return Collections.unmodifiableSet(copy(topics));
  }
}
