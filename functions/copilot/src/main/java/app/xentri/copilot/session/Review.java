package app.xentri.copilot.session;

import app.xentri.copilot.brief.Section;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an owner has decided about the sections of a draft. A decision is about words as they stand:
 * when they change, it is open again.
 *
 * @param accepted sections that stand
 * @param left sections that stay a draft on purpose; none of them is accepted
 * @param changed sections whose words this session has changed
 */
public record Review(Set<Section> accepted, Set<Section> left, Set<Section> changed) {
  public Review {
    accepted = frozen(accepted);
    left = frozen(left);
    changed = frozen(changed);
    if (!Collections.disjoint(accepted, left)) {
      throw new IllegalArgumentException("a section is accepted or left as a draft, not both");
    }
  }

  static Review none() {
    return new Review(Set.of(), Set.of(), Set.of());
  }

  Review changing(Collection<Section> sections) {
    return new Review(
        without(accepted, sections), without(left, sections), with(changed, sections));
  }

  /**
   * After the Brief under the draft has moved on.
   *
   * @param moved sections of which it says something else now
   * @param differing sections of which the draft says something else than the Brief
   */
  Review reopening(Collection<Section> moved, Collection<Section> differing) {
    return new Review(without(accepted, moved), without(left, moved), Set.copyOf(differing));
  }

  Review accepting(Section section, boolean accept) {
    var one = Set.of(section);
    return accept
        ? new Review(with(accepted, one), without(left, one), changed)
        : new Review(without(accepted, one), left, changed);
  }

  Review leaving(Section section, boolean leave) {
    var one = Set.of(section);
    return leave
        ? new Review(without(accepted, one), with(left, one), changed)
        : new Review(accepted, without(left, one), changed);
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
