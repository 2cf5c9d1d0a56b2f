package app.xentri.copilot.brief;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Of each section, the event that made it what it is. The next change of it follows from that one.
 */
public record Causes(@JsonValue Map<Section, UUID> events) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Causes {
    var all = new EnumMap<Section, UUID>(Section.class);
    all.putAll(events);
    events = Collections.unmodifiableMap(all);
  }

  public static Causes none() {
    return new Causes(Map.of());
  }

  /** Of all sections the same. */
  public static Causes of(UUID event) {
    return none().with(List.of(Section.values()), event);
  }

  /** Null where none is known. */
  public @Nullable UUID of(Section section) {
    return events.get(section);
  }

  /** The newest one of these sections: ids are ordered by time. Null where none is known. */
  @Nullable UUID newestOf(Collection<Section> sections) {
    return sections.stream()
        .map(events::get)
        .filter(Objects::nonNull)
        .max(Comparator.comparing(UUID::toString))
        .orElse(null);
  }

  public Causes with(Section section, UUID event) {
    return with(List.of(section), event);
  }

  private Causes with(Collection<Section> sections, UUID event) {
    var changed = new EnumMap<Section, UUID>(Section.class);
    changed.putAll(events);
    sections.forEach(section -> changed.put(section, event));
    return new Causes(changed);
  }
}
