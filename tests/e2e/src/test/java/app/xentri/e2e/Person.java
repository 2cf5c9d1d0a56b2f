package app.xentri.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.Route;
import app.xentri.testkit.RouteCaller;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Somebody with a bearer token. */
record Person(RunningCloud cloud, RouteCaller caller) {

  /** An event that a client may send. */
  static final String EVENT =
      "{\"type\":\"xentri.integration.reported.v1\",\"payload\":{\"integration\":\"n8n\",\"outcome\":\"succeeded\"}}";

  static final List<String> ANSWERS =
      List.of(
          "I run Hart Plumbing. We do repairs and bathroom installations in Leeds since 2015.",
          "Homeowners and small landlords in Leeds who need somebody the same day.",
          "Call-outs at £60, boiler service at £90 and bathroom installations from £2500.",
          "We answer within an hour, we tell the price first and we clean up after ourselves.",
          "Monday to Saturday, 8 to 18. I work with two fitters.",
          "I want ten boiler services a week by spring.",
          "We have 120 five-star reviews and we are Gas Safe registered.");

  static Person named(RunningCloud cloud, String name) {
    return new Person(cloud, new RouteCaller(cloud, Route.of(cloud), name));
  }

  String token() {
    return caller.bearer();
  }

  HttpResponse<String> get(String path) {
    return cloud.send(token(), "GET", path, "", Map.of());
  }

  HttpResponse<String> post(String path, String body) {
    return post(path, body, UUID.randomUUID().toString());
  }

  HttpResponse<String> post(String path, String body, String key) {
    return cloud.send(token(), "POST", path, body, Map.of("idempotency-key", key));
  }

  HttpResponse<String> change(String method, String path, String body, String etag) {
    return cloud.send(token(), method, path, body, Map.of("if-match", etag));
  }

  /** The data of an answer that has to be a success. */
  static JsonNode data(HttpResponse<String> response) {
    assertTrue(
        response.statusCode() < 300,
        response.uri() + " answered " + response.statusCode() + " " + response.body());
    return Json.read(response.body()).path("data");
  }

  static String etag(HttpResponse<String> response) {
    return response.headers().firstValue("etag").orElseThrow();
  }

  /**
   * Starts or resumes the conversation and answers until all is said; returns the path of the
   * session.
   */
  String talk() {
    String session =
        "/api/v1/brief/sessions/" + data(post("/api/v1/brief/sessions", "")).path("id").asString();
    for (String answer : ANSWERS) {
      data(post(session + "/messages", Json.write(Json.object().put("text", answer))));
    }
    return session;
  }

  /** Goes from nothing to an approved Brief. */
  JsonNode approveBrief() {
    String session = talk();
    data(post(session + "/ready", ""));
    data(post(session + "/approve", ""));
    return data(get("/api/v1/brief"));
  }

  /** The id of the org that the token is for. */
  String org() {
    return data(get("/api/v1/orgs/current")).path("id").asString();
  }

  List<String> eventTypes() {
    return data(get("/api/v1/events?limit=100"))
        .valueStream()
        .map(e -> e.path("type").asString())
        .toList();
  }
}
