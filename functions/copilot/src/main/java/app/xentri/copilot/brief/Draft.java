package app.xentri.copilot.brief;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The seven sections while they are still being talked about. Always all seven, some empty. */
public record Draft(Map<Section, SectionContent> sections) {
  public Draft {
    var all = new EnumMap<Section, SectionContent>(Section.class);
    for (var section : Section.values()) {
      var content = sections.getOrDefault(section, SectionContent.empty(section));
      if (content.section() != section) {
        throw new IllegalArgumentException("content filed under the wrong section");
      }
      all.put(section, content);
    }
    sections = Collections.unmodifiableMap(all);
  }

  public static Draft empty() {
    return new Draft(Map.of());
  }

  public SectionContent of(Section section) {
    return sections.getOrDefault(section, SectionContent.empty(section));
  }

  /** Replaces the section that this content belongs to; the other six stay the same objects. */
  public Draft with(SectionContent content) {
    var changed = new EnumMap<>(sections);
    changed.put(content.section(), content);
    return new Draft(changed);
  }

  public boolean isEmpty() {
    return sections.values().stream().allMatch(SectionContent::isEmpty);
  }
}
