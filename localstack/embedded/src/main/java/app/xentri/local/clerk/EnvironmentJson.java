package app.xentri.local.clerk;

import app.xentri.local.Json;
import app.xentri.local.Resource;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What clerk-js must know of the instance before it can do anything. */
record EnvironmentJson(Instance instance) {

  /** The document in {@code environment.json}, with what this instance decides put in. */
  JsonNode json() {
    String text = Resource.read(EnvironmentJson.class, "environment.json");
    for (var value : values().entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue());
    }
    // Which stands in the document in quotation marks only until now.
    boolean verify = instance.options().verifyEmailAtSignUp();
    return Json.parse(text.replace("\"#{verify_email}\"", Boolean.toString(verify)));
  }

  /** Texts; none holds what JSON would have to escape. */
  private Map<String, String> values() {
    return Map.of(
        "instance", instance.apiKeys().instanceId(),
        "origin", instance.origin().toString(),
        "host", instance.origin().getAuthority());
  }
}
