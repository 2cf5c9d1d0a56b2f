package app.xentri.copilot.brief;

import app.xentri.platform.EntityTag;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A Brief as it is answered: {@code schema/brief/brief.json}. */
public record BriefView(
    UUID id,
    String schemaVersion,
    long version,
    Draft sections,
    Map<Section, SectionStatus> sectionStatus,
    Instant updatedAt) {

  public static BriefView of(Brief brief) {
    return new BriefView(
        brief.id(),
        Brief.SCHEMA_VERSION,
        brief.version(),
        brief.sections(),
        brief.status(),
        brief.updatedAt());
  }

  /** With the tag that it has in its org. */
  Tagged in(UUID org) {
    return new Tagged(this, EntityTag.of("brief", id, org, version));
  }

  /** A Brief as it is answered, with its tag. */
  record Tagged(BriefView brief, EntityTag tag) {}
}
