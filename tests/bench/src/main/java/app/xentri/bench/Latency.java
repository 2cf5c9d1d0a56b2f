package app.xentri.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

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

  Latency(RunningCloud cloud) {
    this.cloud = cloud;
  }

  List<Result> measure() {
    approveBrief();
    return List.of(
        measured("GET /api/v1/brief", () -> cloud.data("GET", "/api/v1/brief", "")),
        measured("POST /api/v1/events", () -> cloud.data("POST", "/api/v1/events", report())));
  }

  private static String report() {
    return "{\"type\":\"xentri.integration.reported.v1\",\"payload\":{\"integration\":\"bench\",\"outcome\":\"succeeded\",\"reference\":\""
        + UUID.randomUUID()
        + "\"}}";
  }

  private void approveBrief() {
    String session =
        "/api/v1/brief/sessions/"
            + cloud.data("POST", "/api/v1/brief/sessions", "").path("id").asString();
    for (String answer :
        List.of(
            "I run Hart Plumbing, repairs and installations in Leeds since 2015.",
            "Homeowners and small landlords in Leeds who need somebody the same day.",
            "Call-outs at £60, boiler service at £90 and bathroom installations.",
            "We answer within an hour and clean up after ourselves.",
            "Monday to Saturday, 8 to 18, I work with two fitters.",
            "I want ten boiler services a week. We have 120 five-star reviews.")) {
      cloud.data("POST", session + "/messages", "{\"text\":\"" + answer + "\"}");
    }
    cloud.data("POST", session + "/ready", "");
    cloud.data("POST", session + "/approve", "");
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
