package app.xentri.copilot.brief;

import tools.jackson.databind.JsonNode;

/** A Brief as it is answered, and the version that it is. */
public record BriefView(long version, JsonNode data) {

  public static BriefView of(Brief brief) {
    return new BriefView(brief.version(), BriefJson.write(brief));
  }
}
