package app.xentri.copilot.session;

import app.xentri.copilot.brief.Brief;
import app.xentri.copilot.brief.Draft;
import app.xentri.copilot.brief.Section;
import app.xentri.copilot.brief.SectionStatus;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the Brief said when a draft was made of it. */
record Basis(Draft sections, Map<Section, SectionStatus> status) {
  Basis {
    var all = new EnumMap<Section, SectionStatus>(Section.class);
    all.putAll(status);
    status = Collections.unmodifiableMap(all);
  }

  static Basis of(Brief brief) {
    return new Basis(brief.sections(), brief.status());
  }

  /** Of a draft that was made of nothing. */
  static Basis none() {
    return new Basis(Draft.empty(), Map.of());
  }

  /** From JSON that we have written ourselves. */
  static Basis read(@Nullable Stored stored) {
    return stored == null
        ? none()
        : new Basis(
            Objects.requireNonNullElseGet(stored.sections(), Draft::empty),
            Objects.requireNonNullElseGet(stored.status(), Map::of));
  }

  record Stored(@Nullable Draft sections, @Nullable Map<Section, SectionStatus> status) {}

  /** Whether the Brief says something else about that section by now. */
  boolean differsFrom(Brief standing, Section section) {
    return !sections.of(section).equals(standing.sections().of(section))
        || status.get(section) != standing.status().get(section);
  }
}
