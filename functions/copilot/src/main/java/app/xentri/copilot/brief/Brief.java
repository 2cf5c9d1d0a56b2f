package app.xentri.copilot.brief;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The approved Brief of an org.
 *
 * @param version 1 at the first approval, one more with every change
 */
public record Brief(
    UUID id, long version, Draft sections, Map<Section, SectionStatus> status, Instant updatedAt) {

  public static final String SCHEMA_VERSION = "1.0";

  public Brief {
    var all = new EnumMap<Section, SectionStatus>(Section.class);
    for (var section : Section.values()) {
      all.put(section, Objects.requireNonNullElse(status.get(section), SectionStatus.DRAFT));
    }
    status = Collections.unmodifiableMap(all);
    if (version < 1) {
      throw new IllegalArgumentException("versions start at 1");
    }
  }

  /**
   * The next version, with one section changed by its owner.
   *
   * @param newStatus null keeps the status
   */
  public Brief edit(SectionContent content, @Nullable SectionStatus newStatus, Instant now) {
    var section = content.section();
    var changedStatus = new EnumMap<>(status);
    if (newStatus != null) {
      changedStatus.put(section, newStatus);
    }
    return new Brief(id, version + 1, sections.with(content), changedStatus, now);
  }

  /** The next version, which says what an earlier one said. */
  Brief restoring(Brief earlier, Instant now) {
    return new Brief(id, version + 1, earlier.sections, earlier.status, now);
  }

  /** Whether a reader would find this section otherwise there, in words or in status. */
  public boolean differsIn(Section section, Brief other) {
    return !sections.of(section).equals(other.sections.of(section))
        || status.get(section) != other.status.get(section);
  }

  /** Whether a reader would find no difference, whatever the version. */
  public boolean saysTheSameAs(Brief other) {
    return sections.equals(other.sections) && status.equals(other.status);
  }
}
