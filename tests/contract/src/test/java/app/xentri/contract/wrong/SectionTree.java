package app.xentri.contract.wrong;

import app.xentri.platform.Json;
import tools.jackson.databind.JsonNode;

/** Puts a tree together by hand. */
final class SectionTree {
  private SectionTree() {}

  static JsonNode of(String text) {
    return Json.object().put("text", text);
  }
}
