package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What a call comes back with. */
sealed interface Answer {

  /** A JSON document. */
  record Ok(int status, JsonNode body) implements Answer {}

  /** A refusal in Clerk's shape. */
  record Refused(Refusal refusal) implements Answer {}

  /** See other. */
  record Redirect(URI to) implements Answer {}

  /** A page or a style sheet. */
  record Page(int status, String contentType, String content) implements Answer {}

  static Answer ok(JsonNode body) {
    return new Ok(200, body);
  }

  static Answer refused(Refusal refusal) {
    return new Refused(refusal);
  }

  /** What the action answers for the one that was found; a refusal with this sentence for none. */
  static <T> Answer found(Optional<T> one, String missing, Function<T, Answer> action) {
    return one.map(action).orElseGet(() -> refused(Refusal.notFound(missing)));
  }

  /** {@code {object: token, jwt}}. */
  static Answer token(String jwt) {
    return ok(Json.object().put("object", "token").put("jwt", jwt));
  }
}
