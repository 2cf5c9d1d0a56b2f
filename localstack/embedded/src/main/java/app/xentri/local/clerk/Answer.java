package app.xentri.local.clerk;

import java.net.URI;
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
}
