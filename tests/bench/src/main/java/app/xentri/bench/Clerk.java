package app.xentri.bench;

import app.xentri.platform.Json;
import app.xentri.testkit.Svix;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is done to the stand-in for Clerk in the place of a browser, and of Clerk's own sender of
 * messages.
 */
record Clerk(JsonApi api, String webhookSecret) {

  /** Longer than any start takes. */
  private static final int TOKEN_SECONDS = 600;

  /** A message as Clerk sends it. */
  record Message(Map<String, String> headers, String body) {}

  /** The id of the person with this e-mail address. */
  String user(String email) {
    return api.get("/users?email_address=" + email).path(0).path("id").asString();
  }

  /** A session of this person, as if they had signed in in a browser; its id. */
  String session(String user) {
    return api.post("/sessions", Json.object().put("user_id", user)).path("id").asString();
  }

  String token(String session) {
    var life = Json.object().put("expires_in_seconds", TOKEN_SECONDS);
    return api.post("/sessions/" + session + "/tokens", life).path("jwt").asString();
  }

  /** Gives a person another name, and the message that tells of it. */
  Message rename(String user, String firstName) {
    JsonNode renamed = api.patch("/users/" + user, Json.object().put("first_name", firstName));
    ObjectNode message = Json.object().put("type", "user.updated").put("object", "event");
    message.set("data", renamed);
    return signed(Json.write(message));
  }

  private Message signed(String body) {
    String id = "msg_" + UUID.randomUUID();
    long seconds = Instant.now().getEpochSecond();
    return new Message(Svix.headers(webhookSecret, id, seconds, body), body);
  }

  /** Without what could let somebody in. */
  @Override
  public String toString() {
    return "Clerk[" + api + "]";
  }
}
