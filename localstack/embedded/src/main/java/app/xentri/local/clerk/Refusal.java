package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of Clerk's errors; those that the stand-in knows are in {@code refusals.json}.
 *
 * @param status HTTP status
 * @param code Clerk's code, for example {@code form_identifier_exists}
 * @param longMessage a sentence for people
 * @param param the form field at fault, if one is
 */
record Refusal(
    int status, String code, String message, String longMessage, @Nullable String param) {

  private static final JsonNode KNOWN = Json.resource(Refusal.class, "refusals.json");

  static Refusal of(String code) {
    JsonNode known = KNOWN.required(code);
    return new Refusal(
        known.required("status").asInt(),
        code,
        known.required("message").asString(),
        known.required("long_message").asString(),
        known.path("param").asString(null));
  }

  /** One for a field that the code alone does not tell. */
  static Refusal of(String code, String param) {
    Refusal known = of(code);
    return new Refusal(known.status, code, known.message, known.longMessage, param);
  }

  /** {@code {errors: [{code, message, long_message, meta: {param_name}}], clerk_trace_id}}. */
  ObjectNode json() {
    var root = Json.object();
    root.putArray("errors").add(error());
    return root.put("clerk_trace_id", Ids.letters(32).toLowerCase(Locale.ROOT));
  }

  /** The error alone, as it stands inside a failed verification. */
  ObjectNode error() {
    var error =
        Json.object().put("code", code).put("message", message).put("long_message", longMessage);
    var meta = error.putObject("meta");
    if (param != null) {
      meta.put("param_name", param);
    }
    return error;
  }
}
