package app.xentri.chaos;

import app.xentri.platform.Json;
import app.xentri.testkit.RunningCloud;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A person who posts events over HTTP. */
record Writer(RunningCloud cloud, String token, UUID org) {

  static Writer named(RunningCloud cloud, String name) {
    String token = cloud.token(name + "@example.com");
    JsonNode org = Json.read(cloud.send(token, "GET", "/api/v1/orgs/current", "", Map.of()).body());
    return new Writer(cloud, token, UUID.fromString(org.path("data").path("id").asString()));
  }

  /** Posts one event; the same key is the same event. */
  HttpResponse<String> post(String key) {
    ObjectNode body = Json.object().put("type", "xentri.integration.reported.v1");
    body.putObject("payload")
        .put("integration", "chaos")
        .put("outcome", "succeeded")
        .put("reference", key);
    return cloud.send(
        token, "POST", "/api/v1/events", Json.write(body), Map.of("idempotency-key", key));
  }

  /**
   * Posts until it is told that the event is there, as a client with a retry policy would.
   *
   * @return its place in the log
   */
  long postUntilAccepted(String key) throws InterruptedException {
    String last = "";
    for (int attempt = 0; attempt < 600; attempt++) {
      try {
        HttpResponse<String> answer = post(key);
        if (answer.statusCode() == 201) {
          return place(answer);
        }
        last = answer.statusCode() + " " + answer.body();
      } catch (UncheckedIOException e) {
        // The gateway is gone or going; the next attempt finds it again.
        last = e.toString();
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(key + " was never accepted: " + last);
  }

  /** The place in the log that an answer tells. */
  static long place(HttpResponse<String> answer) {
    return Json.read(answer.body()).path("data").path("org_seq").asLong();
  }

  /** The newest event of the org, as the API shows it. */
  JsonNode newest() {
    return Json.read(cloud.send(token, "GET", "/api/v1/events?limit=1", "", Map.of()).body())
        .path("data")
        .path(0);
  }
}
