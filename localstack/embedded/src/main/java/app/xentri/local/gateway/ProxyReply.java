package app.xentri.local.gateway;

import app.xentri.local.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a function answered: payload format 2.0 of HTTP APIs. */
final class ProxyReply {
  private static final JsonMapper JSON = Json.MAPPER;

  /** Headers that belong to the connection, which is the gateway's and not the function's. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "content-length",
          "keep-alive",
          "transfer-encoding",
          "upgrade",
          "trailer",
          "te");

  private ProxyReply() {}

  /**
   * The reply that the payload describes, or nothing when HTTP APIs would call it malformed.
   *
   * @param payload what the function wrote
   */
  static Optional<Reply> of(String payload) {
    JsonNode answer;
    try {
      answer = payload.isEmpty() ? JSON.nullNode() : JSON.readTree(payload);
    } catch (JacksonException e) {
      return Optional.empty();
    }
    return answer.isObject() && answer.has("statusCode")
        ? described(answer)
        : Optional.of(inferred(answer, payload));
  }

  /** Without a status code the whole answer is the body, as JSON, with status 200. */
  private static Reply inferred(JsonNode answer, String payload) {
    String body = answer.isString() ? answer.stringValue() : answer.isNull() ? "" : payload;
    return new Reply(200, body.getBytes(StandardCharsets.UTF_8))
        .with("Content-Type", "application/json");
  }

  private static Optional<Reply> described(JsonNode answer) {
    JsonNode status = answer.path("statusCode");
    JsonNode body = answer.path("body");
    boolean validStatus =
        status.canConvertToInt() && status.asInt() >= 200 && status.asInt() <= 599;
    if (!validStatus || !(body.isString() || body.isMissingNode() || body.isNull())) {
      return Optional.empty();
    }
    Optional<byte[]> bytes =
        bytes(
            body.isString() ? body.stringValue() : "",
            answer.path("isBase64Encoded").asBoolean(false));
    return bytes.map(content -> withHeaders(new Reply(status.asInt(), content), answer));
  }

  private static Optional<byte[]> bytes(String body, boolean base64) {
    try {
      return Optional.of(
          base64 ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Not base64 although it says so.
    }
  }

  private static Reply withHeaders(Reply reply, JsonNode answer) {
    answer
        .path("headers")
        .forEachEntry(
            (name, value) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT)) && !value.isNull()) {
                reply.with(name, clean(value.asString()));
              }
            });
    answer.path("cookies").forEach(cookie -> reply.with("Set-Cookie", clean(cookie.asString())));
    boolean hasBody = reply.status() != 204 && reply.status() != 304;
    return reply.has("Content-Type") || !hasBody
        ? reply
        : reply.with("Content-Type", "text/plain;charset=UTF-8");
  }

  /** A line break in a value would start a header of its own. */
  private static String clean(String value) {
    return value.replace('\r', ' ').replace('\n', ' ');
  }
}
