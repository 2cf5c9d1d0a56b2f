package app.xentri.copilot.session;

import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.interview.Interview;
import app.xentri.copilot.interview.Memory;
import app.xentri.copilot.interview.Turn;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * What an answer has made of an interview, so that other words can take its place.
 *
 * @param message its id, which the receipts name
 * @param seq its place in the conversation; the reply stands behind it
 * @param memory what was remembered before it
 * @param before the sections that it changed, as they were; the others are empty
 * @param after the same sections, as it left them
 */
record LastAnswer(UUID message, int seq, Memory memory, Draft before, Draft after) {

  static LastAnswer of(UUID message, int seq, Interview before, Turn turn) {
    return new LastAnswer(
        message,
        seq,
        before.memory(),
        only(before.draft(), turn.touched()),
        only(turn.interview().draft(), turn.touched()));
  }

  private static Draft only(Draft draft, Set<Section> sections) {
    var part = Draft.empty();
    for (var section : sections) {
      part = part.with(draft.of(section));
    }
    return part;
  }

  /** The sections that it changed. */
  Set<Section> touched() {
    var touched = EnumSet.noneOf(Section.class);
    for (var section : Section.values()) {
      if (!before.of(section).equals(after.of(section))) {
        touched.add(section);
      }
    }
    return touched;
  }

  /** The interview as if this had not been said. What was changed by hand since stays changed. */
  Interview takenBack(Interview interview) {
    return interview.takingBack(before, after, memory);
  }
}
