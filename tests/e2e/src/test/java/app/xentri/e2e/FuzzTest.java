package app.xentri.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.e2e.FuzzRoute.Place;
import app.xentri.e2e.RawHttp.Answer;
import app.xentri.e2e.RawHttp.Call;
import app.xentri.e2e.RawHttp.Header;
import app.xentri.platform.Json;
import app.xentri.testkit.RunningCloud;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Whatever is sent to whichever route, nothing falls over: hostile text at every place of every
 * schema, query and path, and thousands of requests that are wrong in ways that nobody thought of.
 * {@code -Dfuzz.requests=20000 -Dfuzz.seed=7} makes more of them and others ({@code make fuzz}).
 */
@ExtendWith(Cloud.class)
class FuzzTest {

  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 3000);
  private static final long SEED = Long.getLong("fuzz.seed", 1L);
  private static final int CONNECTIONS = 4;
  private static final int SHOWN = 20;

  private static RawHttp connect(RunningCloud cloud) throws IOException {
    return new RawHttp(URI.create(cloud.origin()).getPort());
  }

  @Test
  void whateverIsSentNothingFallsOver(RunningCloud cloud) throws Exception {
    Fuzz fuzz = FuzzRun.fuzz(cloud, FuzzRun.callers(cloud), SEED);
    FuzzRun report = FuzzRun.of(cloud.origin(), CONNECTIONS, REQUESTS, fuzz::request, Verdict::on);
    System.out.println("fuzz: seed " + SEED + ", " + REQUESTS + " requests, " + report.statuses());
    assertEquals("", report.shown(), "seed " + SEED);
    assertTrue(report.statuses().getOrDefault(200, 0) > REQUESTS / 50, "it gets past the gate");
  }

  @Test
  void everyTextOfEveryBodyPassesTheSameGate(RunningCloud cloud) throws Exception {
    List<Fuzz.Caller> callers = FuzzRun.callers(cloud);
    Fuzz fuzz = FuzzRun.fuzz(cloud, callers, SEED);
    List<String> findings = new ArrayList<>();
    int places = 0;
    try (RawHttp http = connect(cloud)) {
      for (FuzzRoute route : FuzzRoute.all(cloud)) {
        for (Place place : route.places()) {
          if (!place.isText() || route.isWebhook()) {
            continue;
          }
          places++;
          Fuzz.Caller caller = callers.get(route.path().contains("{id}") ? 1 : 0);
          for (Expected expected : Expected.atPlace(place, places)) {
            Call call = fuzz.withText(route, caller, place, expected.text());
            expected.judge(call, http.send(call)).ifPresent(findings::add);
          }
        }
      }
    }
    assertEquals("", few(findings));
    assertTrue(places > 40, places + " places");
  }

  @Test
  void everyParameterOfEveryQueryAndPathPassesIt(RunningCloud cloud) throws Exception {
    List<Fuzz.Caller> callers = FuzzRun.callers(cloud);
    Fuzz fuzz = FuzzRun.fuzz(cloud, callers, SEED);
    List<String> findings = new ArrayList<>();
    int parameters = 0;
    try (RawHttp http = connect(cloud)) {
      for (FuzzRoute route : FuzzRoute.all(cloud)) {
        Fuzz.Caller caller = callers.get(1);
        List<String> names = new ArrayList<>(route.queryParameters());
        names.add("unknown");
        for (String name : names) {
          parameters++;
          JsonNode schema =
              route.query() == null ? Json.object() : route.query().path("properties").path(name);
          for (Expected expected : Expected.ofParameter(name, schema, parameters)) {
            Call call = fuzz.withParameter(route, caller, name, expected.text());
            expected.judge(call, http.send(call)).ifPresent(findings::add);
          }
        }
        for (String name : route.pathParameters()) {
          parameters++;
          for (Expected expected : Expected.ofPath(name, parameters)) {
            Call call = fuzz.withPathParameter(route, caller, name, expected.text());
            expected.judge(call, http.send(call)).ifPresent(findings::add);
          }
        }
      }
    }
    assertEquals("", few(findings));
    assertTrue(parameters > 40, parameters + " parameters");
  }

  private static String few(List<String> findings) {
    return String.join("\n\n", findings.subList(0, Math.min(SHOWN, findings.size())));
  }

  /**
   * What becomes of a text.
   *
   * @param codes of the problems of which it has to be one; empty if anything but a fault will do
   */
  private record Expected(String text, String pointer, int status, List<String> codes) {

    /** The whole catalogue in a long run; in a short one a part, another one at each place. */
    private static List<String> others(int number) {
      List<String> all = Hostile.all();
      int stride = REQUESTS >= 20_000 ? 1 : 8;
      return IntStream.range(0, all.size())
          .filter(i -> i % stride == number % stride)
          .mapToObj(all::get)
          .toList();
    }

    static List<Expected> atPlace(Place place, int number) {
      List<Expected> all = new ArrayList<>();
      String pointer = place.pointer();
      Hostile.MALFORMED.forEach(
          it -> all.add(new Expected(it, pointer, 400, List.of("malformed_text"))));
      Hostile.CONTROLS.forEach(it -> all.add(new Expected(it, pointer, 422, List.of("invalid"))));
      if (place.schema().path("minLength").asInt(0) > 0) {
        Hostile.BLANK.forEach(it -> all.add(new Expected(it, pointer, 422, List.of("invalid"))));
      }
      others(number).forEach(it -> all.add(new Expected(it, pointer, 0, List.of())));
      return all;
    }

    static List<Expected> ofParameter(String name, JsonNode schema, int number) {
      List<Expected> all = new ArrayList<>();
      List<String> code = List.of("invalid_query");
      Hostile.MALFORMED.forEach(it -> all.add(new Expected(it, "/" + name, 400, code)));
      Hostile.CONTROLS.forEach(it -> all.add(new Expected(it, "/" + name, 400, code)));
      if (schema.path("minLength").asInt(0) > 0) {
        Hostile.BLANK.forEach(it -> all.add(new Expected(it, "/" + name, 400, code)));
      }
      others(number).stream()
          .filter(it -> it.length() < 300)
          .forEach(it -> all.add(new Expected(it, "/" + name, 0, List.of())));
      return all;
    }

    static List<Expected> ofPath(String name, int number) {
      List<Expected> all = new ArrayList<>();
      List<String> code = List.of("malformed_text");
      Hostile.MALFORMED.forEach(it -> all.add(new Expected(it, "/" + name, 400, code)));
      Hostile.CONTROLS.forEach(it -> all.add(new Expected(it, "/" + name, 400, code)));
      others(number).stream()
          .filter(it -> !it.isEmpty() && it.length() < 300)
          .forEach(it -> all.add(new Expected(it, "/" + name, 0, List.of())));
      return all;
    }

    Optional<String> judge(Call call, Answer answer) {
      Optional<String> fault = Verdict.on(call, answer);
      if (fault.isPresent() || codes.isEmpty()) {
        return fault;
      }
      // Nobody's session is not asked what it thinks of a text.
      if (answer.status() == 401
          && !call.headers().stream().map(Header::name).anyMatch("authorization"::equals)) {
        return Optional.empty();
      }
      JsonNode problem =
          answer.header("content-type").equals("application/problem+json")
              ? Json.read(answer.body())
              : Json.object();
      String code = problem.path("type").asString("").replaceFirst(".*/", "");
      boolean named =
          problem
              .path("errors")
              .valueStream()
              .anyMatch(it -> it.path("pointer").asString("").equals(pointer));
      return answer.status() == status && codes.contains(code) && named
          ? Optional.empty()
          : Optional.of(
              "not %d %s at %s, but %d %s%nto %s"
                  .formatted(status, codes, pointer, answer.status(), answer.text(), call));
    }
  }

  /** A route that falls over one character, and one that answers without a word, are noticed. */
  @Test
  void aFaultOfOneRouteIsFound(RunningCloud cloud) throws Exception {
    HttpServer faulty =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String fine = "{\"data\":{},\"error\":null,\"meta\":{}}";
    faulty.createContext(
        "/",
        exchange -> {
          String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
          boolean falls =
              query.contains("%00") && exchange.getRequestURI().getPath().endsWith("/events");
          exchange.getRequestBody().readAllBytes();
          byte[] body = fine.getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(falls ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    faulty.start();
    try {
      Fuzz fuzz =
          FuzzRun.fuzz(
              cloud,
              List.of(new Fuzz.Caller("token", "00000000-0000-7000-8000-000000000000", Map.of())),
              SEED);
      FuzzRun report =
          FuzzRun.of(
              "http://127.0.0.1:" + faulty.getAddress().getPort(),
              CONNECTIONS,
              REQUESTS,
              fuzz::request,
              Verdict::on);
      assertTrue(!report.findings().isEmpty(), report.statuses().toString());
      assertTrue(
          report.findings().stream()
              .allMatch(it -> it.contains("/events?") && it.contains("a fault")),
          report.shown());
    } finally {
      faulty.stop(0);
    }
  }
}
