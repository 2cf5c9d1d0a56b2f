package app.xentri.e2e;

import static app.xentri.e2e.Person.data;

import app.xentri.e2e.RawHttp.Answer;
import app.xentri.e2e.RawHttp.Call;
import app.xentri.testkit.RunningCloud;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/**
 * What many requests were answered with.
 *
 * @param statuses how often each was
 * @param findings what is wrong, each with its request
 */
record FuzzRun(Map<Integer, Integer> statuses, List<String> findings) {

  private static final int SHOWN = 20;

  String shown() {
    return String.join("\n\n", findings.subList(0, Math.min(SHOWN, findings.size())));
  }

  private static final AtomicInteger PEOPLE = new AtomicInteger();

  /**
   * One with an approved Brief, one with a draft to be reviewed, one who is being asked, one who
   * leaves.
   */
  static List<Fuzz.Caller> callers(RunningCloud cloud) {
    Person approved = somebody(cloud);
    approved.approveBrief();
    Person reviewing = somebody(cloud);
    String draft = reviewing.talk();
    data(reviewing.post(draft + "/ready", ""));
    Person talking = somebody(cloud);
    return List.of(caller(approved), caller(reviewing), caller(talking), caller(somebody(cloud)));
  }

  /** Somebody new: who was fuzzed before may be signed out. */
  private static Person somebody(RunningCloud cloud) {
    return Person.named(cloud, "fuzz-" + PEOPLE.incrementAndGet());
  }

  private static Fuzz.Caller caller(Person person) {
    JsonNode session = data(person.post("/api/v1/brief/sessions", ""));
    String id = session.path("id").asString();
    Map<String, String> tags = new TreeMap<>();
    for (String path :
        List.of(
            "/api/v1/me",
            "/api/v1/brief",
            "/api/v1/orgs/current",
            "/api/v1/brief/sessions/" + id)) {
      person.get(path).headers().firstValue("etag").ifPresent(tag -> tags.put(path, tag));
    }
    return new Fuzz.Caller(person.token(), id, Map.copyOf(tags));
  }

  static Fuzz fuzz(RunningCloud cloud, List<Fuzz.Caller> callers, long seed) {
    return fuzz(cloud, FuzzRoute.all(cloud), callers, seed);
  }

  static Fuzz fuzz(
      RunningCloud cloud, List<FuzzRoute> routes, List<Fuzz.Caller> callers, long seed) {
    return new Fuzz(
        cloud.origin(),
        cloud.runFile().path("clerk_webhook_secret").asString(),
        routes,
        callers,
        seed);
  }

  /** Sends requests over several connections and judges each answer. */
  static FuzzRun of(
      String origin,
      int connections,
      int requests,
      IntFunction<Call> request,
      BiFunction<Call, Answer, Optional<String>> verdict)
      throws Exception {
    int port = URI.create(origin).getPort();
    Map<Integer, Integer> statuses = Collections.synchronizedMap(new TreeMap<>());
    List<String> findings = Collections.synchronizedList(new ArrayList<>());
    var next = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(
            threads.submit(
                () -> {
                  try (var http = new RawHttp(port)) {
                    for (int n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
                      int number = n;
                      Call call = request.apply(number);
                      Answer answer = http.send(call);
                      statuses.merge(answer.status(), 1, Integer::sum);
                      verdict
                          .apply(call, answer)
                          .ifPresent(why -> findings.add("request " + number + ": " + why));
                    }
                    return null;
                  }
                }));
      }
      for (var each : running) {
        each.get();
      }
    }
    return new FuzzRun(statuses, findings);
  }
}
