package app.xentri.e2e;

import static app.xentri.e2e.Person.data;
import static app.xentri.e2e.Person.etag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.Route;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bad input gets a clear problem with its pointer, and writes nothing: every table is compared, row
 * by row.
 */
@ExtendWith(Cloud.class)
class BadInputTest {

  /** Asserts one problem and returns it. */
  static JsonNode refused(String what, HttpResponse<String> response, int status, String code) {
    String shown = what + ": " + response.statusCode() + " " + response.body();
    assertEquals(status, response.statusCode(), shown);
    assertEquals(
        "application/problem+json",
        response.headers().firstValue("content-type").orElse(""),
        shown);
    JsonNode problem = Json.read(response.body());
    assertEquals("https://xentri.app/problems/" + code, problem.path("type").asString(), shown);
    assertEquals(status, problem.path("status").asInt(), shown);
    assertFalse(problem.path("title").asString("").isBlank(), shown);
    assertFalse(problem.path("detail").asString("").isBlank(), shown);
    String trace = problem.path("trace_id").asString("");
    assertTrue(trace.matches("[0-9a-f]{32}"), shown);
    assertEquals(trace, response.headers().firstValue("x-trace-id").orElse(""), shown);
    return problem;
  }

  private static List<String> pointers(JsonNode problem) {
    return problem.path("errors").valueStream().map(e -> e.path("pointer").asString()).toList();
  }

  @Test
  void everyInvalidExampleIsRefusedWithPointersAndWritesNothing(RunningCloud cloud, Stored stored) {
    Person fay = Person.named(cloud, "fay");
    List<Endpoint> endpoints = Endpoint.withBody(fay);
    var before = stored.everything();
    int sent = 0;
    for (Endpoint endpoint : endpoints) {
      for (Route.Example example : endpoint.route().invalid()) {
        JsonNode problem = refused(example.name(), endpoint.send(example.text()), 422, "invalid");
        assertFalse(pointers(problem).isEmpty(), example.name());
        for (JsonNode error : problem.path("errors")) {
          assertTrue(error.path("pointer").asString("-").matches("(/.*)?"), problem.toString());
          assertFalse(error.path("message").asString("").isBlank(), problem.toString());
        }
        sent++;
      }
    }
    assertTrue(sent >= 30, "only " + sent + " examples");
    assertEquals(before, stored.everything());
  }

  @Test
  void pointersNameTheVeryPlace(RunningCloud cloud, Stored stored) {
    Person fay = Person.named(cloud, "fay");
    var before = stored.everything();
    Map<String, List<String>> cases =
        Map.of(
            "{\"type\":7,\"payload\":{\"integration\":\"n8n\",\"outcome\":\"succeeded\"}}",
            List.of("/type"),
            "{\"type\":\"xentri.user.signup.v1\",\"payload\":{\"integration\":\"n8n\",\"outcome\":\"succeeded\"}}",
            List.of("/type"),
            "{\"payload\":{\"integration\":\"n8n\",\"outcome\":\"succeeded\"}}",
            List.of("/type"),
            "{\"type\":\"xentri.integration.reported.v1\",\"payload\":{\"integration\":\"n8n\",\"outcome\":\"maybe\"}}",
            List.of("/payload/outcome"),
            "{\"type\":\"xentri.integration.reported.v1\",\"payload\":{\"integration\":\"n8n\",\"outcome\":\"succeeded\"},\"org_id\":\"x\"}",
            List.of("/org_id"));
    cases.forEach(
        (body, expected) ->
            assertEquals(
                expected,
                pointers(refused(body, fay.post("/api/v1/events", body), 422, "invalid"))));
    for (String query : List.of("limit=0", "limit=x", "limit=101", "since=yesterday")) {
      HttpResponse<String> response = fay.get("/api/v1/events?" + query);
      assertEquals(
          List.of("/" + query.substring(0, query.indexOf('='))),
          pointers(refused(query, response, 400, "invalid_query")));
    }
    assertEquals(before, stored.everything());
  }

  @Test
  void whatIsNoJsonOrTooMuchOfItIsRefusedOnEveryRouteAndWritesNothing(
      RunningCloud cloud, Stored stored) {
    Person fay = Person.named(cloud, "fay");
    List<Endpoint> endpoints = Endpoint.withBody(fay);
    var before = stored.everything();
    for (Endpoint endpoint : endpoints) {
      for (String body :
          List.of(
              "{\"type\":", "[]", "null", "7", "\"text\"", "{} {}", "{\"a\":1,\"a\":2}", "{a:1}")) {
        refused(endpoint + " " + body, endpoint.send(body), 400, "malformed_json");
      }
      refused(endpoint + " without a body", endpoint.send(" "), 400, "malformed_json");
      String large = "{\"text\":\"" + "x".repeat(1 << 20) + "\"}";
      refused(endpoint + " too large", endpoint.send(large), 413, "payload_too_large");
      refused(
          endpoint + " as text",
          endpoint.send("{}", Map.of("content-type", "text/plain")),
          415,
          "unsupported_media_type");
    }
    assertEquals(before, stored.everything());
  }

  @Test
  void everyPostThatCreatesNeedsAUsableKey(RunningCloud cloud, Stored stored) {
    List<Endpoint> endpoints = Endpoint.thatNeedAKey(Person.named(cloud, "fay"));
    var before = stored.everything();
    int posts = 0;
    for (Endpoint endpoint : endpoints) {
      String body = endpoint.valid();
      refused(
          endpoint + " without a key",
          endpoint.sendBare(body, Map.of()),
          400,
          "idempotency_key_missing");
      for (String key : List.of("", "two words", "x".repeat(256))) {
        refused(
            endpoint + " with key '" + key + "'",
            endpoint.sendBare(body, Map.of("idempotency-key", key)),
            400,
            "idempotency_key_malformed");
      }
      posts++;
    }
    assertTrue(posts >= 7, "signup, orgs, events and four of the Brief's sessions");
    assertEquals(before, stored.everything());
  }

  @Test
  void aKeyBelongsToOneRequest(RunningCloud cloud, Stored stored) {
    Person fay = Person.named(cloud, "fay");
    String key = UUID.randomUUID().toString();
    HttpResponse<String> first = fay.post("/api/v1/events", Person.EVENT, key);
    assertEquals(201, first.statusCode(), first.body());
    var before = stored.everything();
    HttpResponse<String> again = fay.post("/api/v1/events", Person.EVENT, key);
    assertEquals(first.statusCode(), again.statusCode());
    assertEquals(first.body(), again.body());
    refused(
        "another body",
        fay.post("/api/v1/events", Person.EVENT.replace("succeeded", "failed"), key),
        422,
        "idempotency_key_reused");
    assertEquals(before, stored.everything());
    HttpResponse<String> elsewhere = fay.post("/api/v1/orgs", "{\"name\":\"Elsewhere\"}", key);
    assertEquals(201, elsewhere.statusCode(), "a key is its route's: " + elsewhere.body());
    HttpResponse<String> other =
        Person.named(cloud, "ora").post("/api/v1/events", Person.EVENT, key);
    assertEquals(201, other.statusCode(), "a key means nothing in another org: " + other.body());
  }

  @Test
  void aStaleMissingOrMalformedIfMatchChangesNothing(RunningCloud cloud, Stored stored) {
    Person hal = Person.named(cloud, "hal");
    String session = hal.talk();
    data(hal.post(session + "/ready", ""));
    List<Endpoint> early = Endpoint.conditional(hal, path -> !isOfTheBrief(path));
    assertTrue(early.size() >= 2, early.toString());
    var before = stored.everything();
    early.forEach(BadInputTest::stale);
    assertEquals(before, stored.everything());

    data(hal.post(session + "/approve", ""));
    before = stored.everything();
    List<Endpoint> late = Endpoint.conditional(hal, BadInputTest::isOfTheBrief);
    assertFalse(late.isEmpty());
    late.forEach(BadInputTest::stale);
    assertEquals(before, stored.everything());

    HttpResponse<String> read = hal.get("/api/v1/me");
    JsonNode problem =
        refused(
            "stale",
            hal.change("PATCH", "/api/v1/me", "{\"theme\":\"dark\"}", "\"999\""),
            412,
            "precondition_failed");
    assertEquals(data(read).path("theme"), problem.path("current").path("theme"));
    HttpResponse<String> changed =
        hal.change("PATCH", "/api/v1/me", "{\"theme\":\"dark\"}", etag(read));
    assertEquals("dark", data(changed).path("theme").asString());
  }

  /** What can be changed only once there is a Brief. */
  private static boolean isOfTheBrief(String path) {
    return path.equals("/api/v1/brief") || path.startsWith("/api/v1/brief/sections/");
  }

  private static void stale(Endpoint endpoint) {
    String body = endpoint.valid();
    refused(endpoint + " without", endpoint.sendBare(body, Map.of()), 400, "if_match_missing");
    for (String tag : List.of("", "*", "1", "\"one\"", "\"1\", \"2\"")) {
      refused(
          endpoint + " with " + tag,
          endpoint.sendBare(body, Map.of("if-match", tag)),
          400,
          "if_match_malformed");
    }
    HttpResponse<String> response = endpoint.sendBare(body, Map.of("if-match", "\"999\""));
    JsonNode problem = refused(endpoint + " stale", response, 412, "precondition_failed");
    assertTrue(problem.path("current").isObject(), problem.toString());
    assertTrue(response.headers().firstValue("etag").isPresent(), "the tag of the current state");
  }

  @Test
  void aSessionRefusesMovesThatItsStateDoesNotAllow(RunningCloud cloud, Stored stored) {
    Person fay = Person.named(cloud, "fay");
    String session =
        "/api/v1/brief/sessions/"
            + data(fay.post("/api/v1/brief/sessions", "")).path("id").asString();
    var before = stored.everything();
    HttpResponse<String> early = fay.post(session + "/approve", "");
    assertEquals(409, early.statusCode(), early.body());
    assertEquals("application/problem+json", early.headers().firstValue("content-type").orElse(""));
    assertTrue(Json.read(early.body()).path("allowed").isArray(), early.body());
    assertFalse(early.body().contains("\"approve\""), early.body());
    refused(
        "a made-up id",
        fay.post("/api/v1/brief/sessions/not-an-id/messages", "{\"text\":\"hello\"}"),
        404,
        "not_found");
    assertEquals(before, stored.everything());
  }

  @Test
  void aSignUpThatIsRefusedLeavesNobodyBehind(RunningCloud cloud, Stored stored) {
    Person.named(cloud, "fay");
    var before = stored.everything();
    ObjectNode wanted = Json.object().put("email", "new@example.com").put("password", "short");
    assertEquals(
        List.of("/password"), pointers(refused("short", signUp(cloud, wanted), 422, "invalid")));
    wanted.put("email", "not an address").put("password", "a long enough pass phrase");
    assertEquals(
        List.of("/email"), pointers(refused("address", signUp(cloud, wanted), 422, "invalid")));
    wanted.put("email", "Fay@example.com");
    refused("taken", signUp(cloud, wanted), 409, "email_taken");
    assertEquals(before, stored.everything());
  }

  private static HttpResponse<String> signUp(RunningCloud cloud, JsonNode body) {
    return cloud.send(
        "",
        "POST",
        "/api/v1/auth/signup",
        Json.write(body),
        Map.of("idempotency-key", UUID.randomUUID().toString()));
  }

  @Test
  void aWebhookWithoutAGoodSignatureIsRefusedWhateverItSays(RunningCloud cloud, Stored stored) {
    var before = stored.everything();
    String body =
        "{\"type\":\"user.deleted\",\"data\":{\"id\":\"user_x\",\"deleted\":true},\"object\":\"event\"}";
    Stream.of(
            Map.<String, String>of(),
            Map.of(
                "svix-id",
                "msg_1",
                "svix-timestamp",
                String.valueOf(System.currentTimeMillis() / 1000),
                "svix-signature",
                "v1,bm90IGEgc2lnbmF0dXJl"))
        .forEach(
            headers ->
                assertEquals(
                    401,
                    cloud.send("", "POST", "/api/v1/webhooks/clerk", body, headers).statusCode()));
    assertEquals(before, stored.everything());
  }
}
