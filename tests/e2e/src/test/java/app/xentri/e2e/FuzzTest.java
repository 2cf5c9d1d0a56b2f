package app.xentri.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.e2e.FuzzRoute.Place;
import app.xentri.e2e.RawHttp.Answer;
import app.xentri.e2e.RawHttp.Call;
import app.xentri.e2e.RawHttp.Header;
import app.xentri.platform.Json;
import app.xentri.testkit.AddedRoutes;
import app.xentri.testkit.AddedRoutes.Asked;
import app.xentri.testkit.AddedRoutes.Reply;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Whatever is sent to whichever route, nothing falls over: hostile text at every place of every
 * schema, query and path, and thousands of requests that are wrong in ways that nobody thought of.
 * {@code -Dfuzz.requests=20000 -Dfuzz.seed=7} makes more of them and others ({@code make fuzz}).
 */
@ExtendWith(Cloud.class)
@TestInstance(Lifecycle.PER_CLASS)
class FuzzTest {

  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 3000);
  private static final long SEED = Long.getLong("fuzz.seed", 1L);
  private static final int CONNECTIONS = 4;
  private static final int SHOWN = 20;

  /** Requests to four routes that are added. */
  private static final int OF_ADDED = 400;

  private List<Fuzz.Caller> callersOfAdded = List.of();

  private static RawHttp connect(String origin) throws IOException {
    return new RawHttp(URI.create(origin).getPort());
  }

  @Test
  void whateverIsSentNothingFallsOver(RunningCloud cloud) throws Exception {
    Fuzz fuzz = FuzzRun.fuzz(cloud, FuzzRun.callers(cloud), SEED);
    FuzzRun report = FuzzRun.of(cloud.origin(), CONNECTIONS, REQUESTS, fuzz::request, Verdict::on);
    System.out.println("fuzz: seed " + SEED + ", " + REQUESTS + " requests, " + report.statuses());
    assertEquals("", report.shown(), "seed " + SEED);
    assertTrue(report.statuses().getOrDefault(200, 0) > REQUESTS / 50, "it gets past the gate");
  }

  /**
   * What was found, and where.
   *
   * @param places how many were tried
   */
  private record Findings(List<String> all, int places) {
    String few() {
      return String.join("\n\n", all.subList(0, Math.min(SHOWN, all.size())));
    }
  }

  @Test
  void everyTextOfEveryBodyPassesTheSameGate(RunningCloud cloud) throws Exception {
    List<Fuzz.Caller> callers = FuzzRun.callers(cloud);
    List<FuzzRoute> routes = FuzzRoute.all(cloud);
    Findings findings = tryTexts(cloud.origin(), fuzz(cloud, routes, callers), routes, callers);
    assertEquals("", findings.few());
    assertTrue(findings.places() > 40, findings.places() + " places");
  }

  private static Fuzz fuzz(RunningCloud cloud, List<FuzzRoute> routes, List<Fuzz.Caller> callers) {
    return FuzzRun.fuzz(cloud, routes, callers, SEED);
  }

  private static Findings tryTexts(
      String origin, Fuzz fuzz, List<FuzzRoute> routes, List<Fuzz.Caller> callers)
      throws IOException {
    List<String> findings = new ArrayList<>();
    int places = 0;
    try (RawHttp http = connect(origin)) {
      for (FuzzRoute route : routes) {
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
    return new Findings(findings, places);
  }

  @Test
  void everyParameterOfEveryQueryAndPathPassesIt(RunningCloud cloud) throws Exception {
    List<Fuzz.Caller> callers = FuzzRun.callers(cloud);
    List<FuzzRoute> routes = FuzzRoute.all(cloud);
    Findings findings =
        tryParameters(cloud.origin(), fuzz(cloud, routes, callers), routes, callers.get(1));
    assertEquals("", findings.few());
    assertTrue(findings.places() > 40, findings.places() + " parameters");
  }

  private static Findings tryParameters(
      String origin, Fuzz fuzz, List<FuzzRoute> routes, Fuzz.Caller caller) throws IOException {
    List<String> findings = new ArrayList<>();
    int parameters = 0;
    try (RawHttp http = connect(origin)) {
      for (FuzzRoute route : routes) {
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
    return new Findings(findings, parameters);
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

  /** A body, a query and a path with something in it: what an added route may be like. */
  private static final Set<String> SOME =
      Set.of("me-patch", "events-list", "brief-session-message", "brief-session-get");

  /** What an added route can get wrong about what it is sent. */
  enum Gap {
    FALLS_OVER_NUL {
      @Override
      public Reply answer(Asked asked, Function<Asked, Reply> like) {
        return sent(asked).matches("(?s).*(%00|\\\\u0000).*") ? Reply.of(500) : like.apply(asked);
      }
    },
    FALLS_OVER_HALF_A_CHARACTER {
      @Override
      public Reply answer(Asked asked, Function<Asked, Reply> like) {
        return sent(asked).matches(HALF) ? Reply.of(500) : like.apply(asked);
      }
    },
    TAKES_HALF_A_CHARACTER_FOR_A_QUESTION_MARK {
      @Override
      public Reply answer(Asked asked, Function<Asked, Reply> like) {
        return like.apply(
            new Asked(
                asked.method(),
                asked.target().replaceAll("%ED%[AB][0-9A-F]%[0-9A-F]{2}", "%3F"),
                asked.headers(),
                asked
                    .bytes()
                    .replaceAll("\u00ed[\u00a0-\u00bf][\u0080-\u00bf]", "?")
                    .getBytes(StandardCharsets.ISO_8859_1)));
      }
    },
    TAKES_ANYTHING {
      @Override
      public Reply answer(Asked asked, Function<Asked, Reply> like) {
        Reply reply = like.apply(asked);
        return reply.status() == 400 || reply.status() == 422
            ? new Reply(200, reply.headers(), FINE.getBytes(StandardCharsets.UTF_8))
            : reply;
      }
    },
    NAMES_NOTHING {
      @Override
      public Reply answer(Asked asked, Function<Asked, Reply> like) {
        Reply reply = like.apply(asked);
        return reply.text().contains("\"errors\"")
            ? reply.saying(reply.text().replace("\"errors\"", "\"others\""))
            : reply;
      }
    },
    HANGS_UP {
      @Override
      public Reply answer(Asked asked, Function<Asked, Reply> like) {
        if (sent(asked).matches(HALF)) {
          throw new IllegalStateException("without a word");
        }
        return like.apply(asked);
      }
    };

    private static final String HALF = "(?s).*(%ED%[AB][0-9A-F]|\u00ed[\u00a0-\u00bf]).*";
    private static final String FINE = "{\"data\":{},\"error\":null,\"meta\":{}}";

    abstract Reply answer(Asked asked, Function<Asked, Reply> like);

    private static String sent(Asked asked) {
      return asked.target() + " " + asked.bytes();
    }
  }

  /** All that is tried here, each by itself, on routes that were added to the others. */
  private List<Findings> tryAdded(RunningCloud cloud, AddedRoutes.Fault fault) throws Exception {
    try (var added = new AddedRoutes(cloud, route -> SOME.contains(route.name()), fault)) {
      if (callersOfAdded.isEmpty()) {
        callersOfAdded = FuzzRun.callers(cloud).stream().map(Fuzz.Caller::atAddedRoutes).toList();
      }
      List<FuzzRoute> routes = FuzzRoute.all(added.routes());
      Fuzz fuzz = fuzz(cloud, routes, callersOfAdded);
      FuzzRun run = FuzzRun.of(added.origin(), CONNECTIONS, OF_ADDED, fuzz::request, Verdict::on);
      return List.of(
          tryTexts(added.origin(), fuzz, routes, callersOfAdded),
          tryParameters(added.origin(), fuzz, routes, callersOfAdded.get(1)),
          new Findings(run.findings(), OF_ADDED));
    }
  }

  @Test
  void anAddedRouteThatTakesTheSameIsAsGoodAsTheOthers(RunningCloud cloud) throws Exception {
    for (Findings findings : tryAdded(cloud, AddedRoutes.Fault.NONE)) {
      assertEquals("", findings.few());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAddedRouteThatTakesOrFallsOverOtherThingsIsNamed(Gap gap, RunningCloud cloud)
      throws Exception {
    List<Findings> found = tryAdded(cloud, gap::answer);
    // That nobody should have taken something is only known where it was said what becomes of it.
    boolean judgedByExpectation =
        gap == Gap.TAKES_ANYTHING || gap == Gap.TAKES_HALF_A_CHARACTER_FOR_A_QUESTION_MARK;
    for (Findings findings : judgedByExpectation ? found.subList(0, 2) : found) {
      assertFalse(findings.all().isEmpty());
      assertTrue(
          findings.all().stream().allMatch(it -> it.contains(" /api/v1/added/")), findings.few());
    }
  }
}
