package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Merge;
import app.xentri.copilot.brief.Section;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** An interview as it stands: what was understood, and what is remembered beside it. */
public record Interview(Draft draft, Memory memory) {

  public static Interview fresh() {
    return new Interview(Draft.empty(), Memory.fresh());
  }

  /** An interview about a Brief that already exists: only what it lacks is asked. */
  public static Interview about(Draft known) {
    var said =
        Arrays.stream(Section.values())
            .filter(section -> !known.of(section).isEmpty())
            .map(Topic::keyOf)
            .collect(Collectors.toSet());
    return new Interview(known, Memory.fresh().knowing(said));
  }

  public Interview with(Draft changed) {
    return new Interview(changed, memory);
  }

  /**
   * The same as if an answer had not been given. What was changed since the answer stays changed.
   *
   * @param before the sections that it changed, as they were; the others are not looked at
   * @param after the same sections, as it left them
   * @param memory what was remembered before it
   */
  public Interview takingBack(Draft before, Draft after, Memory memory) {
    return new Interview(Merge.of(after, draft, before), memory.focusing(this.memory.focused()));
  }

  /** An answer for which there was no room in the draft is not asked for again. */
  Interview leavingUnfiled(Set<Topic> answered) {
    var coverage = new Coverage(this);
    var left = memory;
    for (var topic : answered) {
      left = coverage.knows(topic) ? left : left.leaving(topic);
    }
    return with(left);
  }

  Interview with(Memory changed) {
    return new Interview(draft, changed);
  }
}
