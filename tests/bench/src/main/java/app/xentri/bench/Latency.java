package app.xentri.bench;

import app.xentri.platform.Json;
import app.xentri.testkit.RunningCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Warm latency through the gateway, one request at a time. */
final class Latency {

  private static final int WARM_UP = 400;
  private static final int REQUESTS = 2_000;

  /**
   * Order statistics in milliseconds.
   *
   * @param requests how many were measured
   */
  record Result(String what, int requests, double p50, double p99) {}

  private final RunningCloud cloud;
  private final String token;

  Latency(RunningCloud cloud) {
    this.cloud = cloud;
    this.token = cloud.token("bench@example.com");
  }

  List<Result> measure() {
    approveBrief();
    return List.of(
        measured("GET /api/v1/brief", () -> data("GET", "/api/v1/brief", "")),
        measured("POST /api/v1/events", () -> data("POST", "/api/v1/events", report())));
  }

  private JsonNode data(String method, String path, String body) {
    var key = Map.of("idempotency-key", UUID.randomUUID().toString());
    var response = cloud.send(token, method, path, body, key);
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(method + " " + path + " answered " + response.statusCode());
    }
    return Json.read(response.body()).path("data");
  }

  private static String report() {
    return "{\"type\":\"xentri.integration.reported.v1\",\"payload\":{\"integration\":\"bench\",\"outcome\":\"succeeded\",\"reference\":\""
        + UUID.randomUUID()
        + "\"}}";
  }

  private void approveBrief() {
    String session =
        "/api/v1/brief/sessions/"
            + data("POST", "/api/v1/brief/sessions", "").path("id").asString();
    for (String answer : OwnersAnswers.ALL) {
      data("POST", session + "/messages", "{\"text\":\"" + answer + "\"}");
    }
    data("POST", session + "/ready", "");
    data("POST", session + "/approve", "");
  }

  private static Result measured(String what, Runnable request) {
    for (int i = 0; i < WARM_UP; i++) {
      request.run();
    }
    var times = new ArrayList<Double>();
    for (int i = 0; i < REQUESTS; i++) {
      long start = System.nanoTime();
      request.run();
      times.add((System.nanoTime() - start) / 1e6);
    }
    return new Result(what, REQUESTS, Figures.median(times), Figures.percentile(times, 0.99));
  }
}
