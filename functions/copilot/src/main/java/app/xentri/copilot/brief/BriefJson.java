package app.xentri.copilot.brief;

import app.xentri.platform.Json;
import tools.jackson.databind.node.ObjectNode;

/** A Brief as {@code schema/brief/brief.json} describes it. */
public final class BriefJson {
  private BriefJson() {}

  public static ObjectNode write(Brief brief) {
    var node = Json.object();
    node.put("id", brief.id().toString());
    node.put("schema_version", Brief.SCHEMA_VERSION);
    node.put("version", brief.version());
    node.set("sections", SectionJson.write(brief.sections()));
    var status = node.putObject("section_status");
    brief.status().forEach((section, one) -> status.put(section.wire(), one.wire()));
    node.put("updated_at", brief.updatedAt().toString());
    return node;
  }
}
