package app.xentri.copilot.brief;

import app.xentri.platform.EntityTag;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A Brief as it is answered, and the version that it is. */
public record BriefView(long version, JsonNode data) {

  public static BriefView of(Brief brief) {
    return new BriefView(brief.version(), BriefJson.write(brief));
  }

  /** With the tag that it has in its org. */
  Tagged in(UUID org) {
    UUID id = UUID.fromString(data.path("id").asString());
    return new Tagged(this, EntityTag.of("brief", id, org, version));
  }

  /** A Brief as it is answered, with its tag. */
  record Tagged(BriefView brief, EntityTag tag) {}
}
