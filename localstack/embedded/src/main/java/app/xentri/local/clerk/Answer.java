package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a call comes back with. */
sealed interface Answer {

  /** A JSON document. */
  record Ok(int status, JsonNode body) implements Answer {}

  /** A refusal in Clerk's shape. */
  record Refused(Refusal refusal) implements Answer {}

  /** See other. */
  record Redirect(String to) implements Answer {}

  /** A page or a style sheet. */
  record Page(int status, String contentType, String content) implements Answer {}

  /**
   * A picture, which never changes under its address.
   *
   * @param content in base 64
   */
  record Image(String contentType, String content) implements Answer {}

  static Answer ok(JsonNode body) {
    return new Ok(200, body);
  }

  static Answer refused(Refusal refusal) {
    return new Refused(refusal);
  }

  /** One of the refusals that are known by their code. */
  static Answer refused(String code) {
    return new Refused(Refusal.of(code));
  }

  /** One of them, for a field. */
  static Answer refused(String code, String param) {
    return new Refused(Refusal.of(code, param));
  }

  /** What the action answers for the one that was found. */
  static <T> Answer found(Optional<T> one, Function<T, Answer> action) {
    return one.map(action).orElseGet(() -> refused("resource_not_found"));
  }

  /** The part of a list that the call asks for: {@code {data, total_count}}. */
  static <T> Answer page(List<T> all, Call call, Function<T, ObjectNode> as) {
    var body = Json.object().put("total_count", all.size());
    body.set("data", Render.array(call.part(all), as));
    return ok(body);
  }

  /** {@code {object: token, jwt}}. */
  static Answer token(String jwt) {
    return ok(Json.object().put("object", "token").put("jwt", jwt));
  }
}
