package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody who signs up and uses everything there is, typing words that occur nowhere else.
 *
 * @param typed what came from their keyboard: it belongs into their own data and nowhere else
 */
record Owner(RunningCloud cloud, String token, UUID org, Typed typed) {

  record Typed(String email, String password, String name, String business) {
    List<String> all() {
      return List.of(email, password, name, business);
    }
  }

  static Owner signUp(RunningCloud cloud, String name) {
    var typed =
        new Typed(
            name + ".canary@example.com",
            "wanderlust-" + name + "-2317",
            "Zephyrine-" + name,
            "Quibblewick-" + name);
    ObjectNode body =
        Json.object()
            .put("email", typed.email())
            .put("password", typed.password())
            .put("name", typed.name());
    var key = Map.of("idempotency-key", UUID.randomUUID().toString());
    data(cloud.send("", "POST", "/api/v1/auth/signup", Json.write(body), key));
    body.remove("name");
    data(cloud.send("", "POST", "/api/v1/auth/login", Json.write(body), Map.of()));
    String token = cloud.token(typed.email());
    JsonNode org = data(cloud.send(token, "GET", "/api/v1/orgs/current", "", Map.of()));
    return new Owner(cloud, token, UUID.fromString(org.path("id").asString()), typed);
  }

  /** Talks until there is a Brief, changes it, and asks for everything. */
  void live() {
    String session = begin();
    List.of(
            "I run %s. We do repairs and bathroom installations in Leeds since 2015.",
            "Homeowners and small landlords in Leeds who need somebody from %s the same day.",
            "Call-outs at £60, %s boiler service at £90.",
            "We at %s answer within an hour and we clean up after ourselves.",
            "Monday to Saturday, 8 to 18. I work with two fitters of %s.",
            "I want ten boiler services a week for %s by spring.",
            "We at %s have 120 five-star reviews.")
        .forEach(answer -> data(say(session, answer.formatted(typed.business()))));
    data(post(session + "/ready", ""));
    data(post(session + "/approve", ""));
    data(get("/api/v1/brief"));
    data(change("PATCH", "/api/v1/me", "/api/v1/me", "{\"name\": \"%s\"}".formatted(typed.name())));
    data(post("/api/v1/orgs", "{\"name\": \"%s\"}".formatted(typed.business())));
    data(
        post(
            "/api/v1/events",
            """
            {"type": "xentri.integration.reported.v1", "payload": {"integration": "n8n", "outcome": "failed"}}
            """));
  }

  /** A new conversation, or the one that is open; its path. */
  String begin() {
    return "/api/v1/brief/sessions/"
        + data(post("/api/v1/brief/sessions", "")).path("id").asString();
  }

  HttpResponse<String> say(String session, String text) {
    return post(session + "/messages", Json.write(Json.object().put("text", text)));
  }

  /** Changes the Brief, which is an event. */
  void editGoals() {
    JsonNode goals = data(get("/api/v1/brief")).path("sections").path("goals");
    String body = Json.write(Json.object().put("status", "ready").set("content", goals));
    data(change("PATCH", "/api/v1/brief/sections/goals", "/api/v1/brief", body));
  }

  /** Types the words into every place that must refuse them. */
  void makeMistakes() {
    String session = begin();
    for (String word : typed.all()) {
      assertEquals(400, post(session + "/messages", "{\"text\": \"" + word).statusCode());
      assertEquals(
          422, post(session + "/messages", "{\"text\": {\"%s\": 1}}".formatted(word)).statusCode());
      assertEquals(422, post("/api/v1/orgs", "{\"%s\": 1}".formatted(word)).statusCode());
      assertEquals(400, get("/api/v1/events?cursor=" + word).statusCode());
      assertEquals(400, get("/api/v1/events?" + word + "=1").statusCode());
      assertEquals(404, get("/api/v1/brief/sessions/" + word).statusCode());
      assertEquals(
          401, cloud.send(word + "." + token, "GET", "/api/v1/me", "", Map.of()).statusCode());
      int org = cloud.send(token, "GET", "/api/v1/me", "", Map.of("x-org-id", word)).statusCode();
      assertTrue(org >= 400 && org < 500, () -> "x-org-id: " + word + " answers " + org);
    }
  }

  private HttpResponse<String> get(String path) {
    return cloud.send(token, "GET", path, "", Map.of());
  }

  private HttpResponse<String> post(String path, String body) {
    return cloud.send(
        token, "POST", path, body, Map.of("idempotency-key", UUID.randomUUID().toString()));
  }

  private HttpResponse<String> change(String method, String path, String read, String body) {
    String etag = get(read).headers().firstValue("etag").orElseThrow();
    return cloud.send(token, method, path, body, Map.of("if-match", etag));
  }

  private static JsonNode data(HttpResponse<String> response) {
    assertTrue(
        response.statusCode() < 300,
        response.uri() + " answered " + response.statusCode() + " " + response.body());
    return Json.read(response.body()).path("data");
  }
}
