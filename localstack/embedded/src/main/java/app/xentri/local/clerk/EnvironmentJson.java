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
    for (var value : bare().entrySet()) {
      text = text.replace("\"#{" + value.getKey() + "}\"", value.getValue().toString());
    }
    return Json.parse(text);
  }

  /** Texts; none holds what JSON would have to escape. */
  private Map<String, String> values() {
    return Map.of(
        "instance", instance.secrets().instanceId(),
        "origin", instance.origin().toString(),
        "host", instance.origin().getAuthority(),
        "creator", Membership.ADMIN);
  }

  /** Numbers and the like, which stand in the document in quotation marks only until now. */
  private Map<String, Object> bare() {
    return Map.of(
        "verify_email", instance.options().verifyEmailAtSignUp(),
        "shortest_password", Passwords.SHORTEST,
        "longest_password", Passwords.LONGEST,
        "most_members", Organization.STANDARD_MAX_MEMBERSHIPS);
  }
}
