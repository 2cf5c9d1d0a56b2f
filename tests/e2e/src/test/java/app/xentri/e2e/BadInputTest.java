package app.xentri.e2e;

import static app.xentri.e2e.Person.data;
import static app.xentri.e2e.Person.etag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Bad input gets a clear problem with its pointer, and writes nothing. */
@ExtendWith(Cloud.class)
class BadInputTest {

  private static final String EVENT =
      "{\"type\":\"xentri.integration.reported.v1\",\"payload\":{\"integration\":\"n8n\",\"outcome\":\"succeeded\"}}";

  private static void refused(HttpResponse<String> response, int status, String code) {
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(
        response
            .headers()
            .firstValue("content-type")
            .orElse("")
            .startsWith("application/problem+json"));
    JsonNode problem = Json.read(response.body());
    assertEquals("https://xentri.app/problems/" + code, problem.path("type").asString());
    assertTrue(problem.path("trace_id").asString().matches("[0-9a-f]{32}"), response.body());
  }

  @Test
  void wrongJsonTypesAndSizesAreRefusedWithAPointerAndNothingIsWritten(RunningCloud cloud) {
    Person fay = Person.named(cloud, "fay");
    int before = fay.eventTypes().size();

    refused(fay.post("/api/v1/events", "{\"type\":"), 400, "malformed_json");
    refused(fay.post("/api/v1/events", "[]"), 400, "malformed_json");
    refused(fay.post("/api/v1/events", "{\"type\":\"a\",\"type\":\"b\"}"), 400, "malformed_json");
    HttpResponse<String> wrongType = fay.post("/api/v1/events", "{\"type\":7,\"payload\":{}}");
    refused(wrongType, 422, "invalid");
    assertTrue(
        Json.read(wrongType.body()).path("errors").toString().contains("\"/type\""),
        wrongType.body());
    assertEquals(
        422,
        fay.post("/api/v1/events", "{\"type\":\"xentri.user.signup.v1\",\"payload\":{}}")
            .statusCode(),
        "a type that clients may not send");
    refused(
        fay.post("/api/v1/events", "{\"type\":\"" + "x".repeat(1 << 20) + "\",\"payload\":{}}"),
        413,
        "payload_too_large");
    refused(
        cloud.send(
            fay.token(),
            "POST",
            "/api/v1/events",
            EVENT,
            Map.of("content-type", "text/plain", "idempotency-key", "k")),
        415,
        "unsupported_media_type");
    HttpResponse<String> query = fay.get("/api/v1/events?limit=0");
    refused(query, 400, "invalid_query");
    assertTrue(Json.read(query.body()).path("errors").toString().contains("/limit"), query.body());

    assertEquals(before, fay.eventTypes().size());
  }

  @Test
  void idempotencyKeysAreRequiredAndBelongToOneRequest(RunningCloud cloud) {
    Person gus = Person.named(cloud, "gus");
    refused(
        cloud.send(gus.token(), "POST", "/api/v1/events", EVENT, Map.of()),
        400,
        "idempotency_key_missing");
    String key = UUID.randomUUID().toString();
    HttpResponse<String> first = gus.post("/api/v1/events", EVENT, key);
    HttpResponse<String> again = gus.post("/api/v1/events", EVENT, key);
    assertEquals(first.body(), again.body());
    assertEquals(first.statusCode(), again.statusCode());
    refused(
        gus.post("/api/v1/events", EVENT.replace("succeeded", "failed"), key),
        422,
        "idempotency_key_reused");
    assertEquals(
        1, gus.eventTypes().stream().filter("xentri.integration.reported.v1"::equals).count());
  }

  @Test
  void aStaleOrMissingIfMatchChangesNothing(RunningCloud cloud) {
    Person hal = Person.named(cloud, "hal");
    HttpResponse<String> read = hal.get("/api/v1/me");
    refused(
        cloud.send(hal.token(), "PATCH", "/api/v1/me", "{\"theme\":\"dark\"}", Map.of()),
        400,
        "if_match_missing");
    refused(
        hal.change("PATCH", "/api/v1/me", "{\"theme\":\"dark\"}", "\"999\""),
        412,
        "precondition_failed");
    refused(
        hal.change("PATCH", "/api/v1/me", "{\"theme\":\"purple\"}", etag(read)), 422, "invalid");
    assertEquals(data(read), data(hal.get("/api/v1/me")));
    assertEquals(
        "dark",
        data(hal.change("PATCH", "/api/v1/me", "{\"theme\":\"dark\"}", etag(read)))
            .path("theme")
            .asString());
  }

  @Test
  void aSessionRefusesMovesThatItsStateDoesNotAllow(RunningCloud cloud) {
    Person ida = Person.named(cloud, "ida");
    String session =
        "/api/v1/brief/sessions/"
            + data(ida.post("/api/v1/brief/sessions", "")).path("id").asString();
    HttpResponse<String> early = ida.post(session + "/approve", "");
    assertEquals(409, early.statusCode(), early.body());
    assertTrue(Json.read(early.body()).path("allowed").isArray(), early.body());
    assertEquals(422, ida.post(session + "/messages", "{\"text\":\"\"}").statusCode());
    assertEquals(
        404,
        ida.post("/api/v1/brief/sessions/not-an-id/messages", "{\"text\":\"hello\"}").statusCode());
  }
}
