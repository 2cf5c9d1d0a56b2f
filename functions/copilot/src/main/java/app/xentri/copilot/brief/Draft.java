package app.xentri.copilot.brief;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

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

  /** From JSON: sections that are absent are empty, and what is no section of ours is dropped. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Draft of(Map<String, JsonNode> sections) {
    var draft = empty();
    for (var section : Section.values()) {
      var content = sections.get(section.wire());
      if (content != null) {
        draft = draft.with(SectionContent.read(section, content));
      }
    }
    return draft;
  }

  /** In JSON a draft is its sections, by their names. */
  @JsonValue
  @Override
  public Map<Section, SectionContent> sections() {
    return sections;
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
