package app.xentri.copilot.interview;

import app.xentri.copilot.brief.Section;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the co-pilot says next.
 *
 * @param interview as it stands after this turn
 * @param reply plain text with at most one question
 * @param quickReplies answers that can be tapped; may be empty
 * @param touched sections of the draft that this turn changed
 */
public record Turn(
    Interview interview, String reply, List<String> quickReplies, Set<Section> touched) {
  public Turn {
    quickReplies = List.copyOf(quickReplies);
    var sections = EnumSet.noneOf(Section.class);
    sections.addAll(touched);
    touched = Collections.unmodifiableSet(sections);
  }
}
