package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.KeyedDigest;
import app.xentri.platform.limit.Allowance;
import app.xentri.platform.limit.RateLimiter;
import app.xentri.platform.limit.Subject;
import app.xentri.testkit.AddedRoutes;
import app.xentri.testkit.AddedRoutes.Fault;
import app.xentri.testkit.AddedRoutes.Reply;
import app.xentri.testkit.Backstage;
import app.xentri.testkit.Call;
import app.xentri.testkit.Route;
import app.xentri.testkit.RouteCaller;
import app.xentri.testkit.RunningCloud;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever has used up their calls is told to wait, on every route for members, and nobody of
 * another org with them. The calls are used up where functions count them.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CalledTooOftenTest {

  private static final String KEY = "digests of those who call in this test";

  /** A function lets through one call of ten seconds by itself, and asks Redis from then on. */
  private static final Map<String, String> FEW =
      Map.of("RateLimitKey", KEY, "CallsPerPerson", "1", "CallsPerOrg", "1000");

  private static final String COUNT = "calls-per-person";

  /** One by itself, one more if ten seconds end meanwhile, and twice that for a slow machine. */
  private static final int MOST_LET_THROUGH = 4;

  /** A read, a change and what keeps its answers: what an added route may be like. */
  private static final Set<String> SOME = Set.of("brief-get", "me-patch", "events-post");

  private RunningCloud cloud;
  private Backstage backstage;
  private RateLimiter limits;

  @BeforeAll
  void start(@TempDir Path home) {
    cloud = new RunningCloud(home, FEW);
    backstage = new Backstage(cloud);
    limits =
        new RateLimiter(backstage::redis, KeyedDigest.of(KEY, "rate limit"), Clock.systemUTC());
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  /** Somebody with a call ready for each route. */
  private record Somebody(RouteCaller caller, Map<Route, Call> calls) {
    HttpResponse<String> call(Route route) {
      return caller.send(Optional.ofNullable(calls.get(route)).orElseThrow());
    }
  }

  /** A new person each time: whoever was told to wait is not let through for a while. */
  private Somebody somebody(String name, List<Route> routes, Optional<AddedRoutes> added) {
    var alone = new RouteCaller(cloud, Route.of(cloud), name + UUID.randomUUID());
    RouteCaller caller = added.map(alone::with).orElse(alone);
    Map<Route, Call> calls = new LinkedHashMap<>();
    for (Route route : routes) {
      forgetCounts(); // What it takes to make a call ready is not what is tried here.
      caller.prepare(route).ifPresent(call -> calls.put(route, call));
    }
    return new Somebody(caller, calls);
  }

  private void forgetCounts() {
    backstage
        .upstash("KEYS", "limit:" + COUNT + ":*")
        .forEach(key -> backstage.upstash("DEL", key.asString()));
  }

  /** From now on this one has made all calls of the next hour, and nobody else has made any. */
  private void useUp(Somebody of) {
    forgetCounts();
    String token = of.caller().bearer().split("\\.", -1)[1];
    String person = Json.read(Base64.getUrlDecoder().decode(token)).path("sub").asString();
    var hours = new Allowance(COUNT, 2, Duration.ofHours(1));
    assertEquals(Optional.empty(), limits.take(hours, Subject.person(person)));
  }

  private List<String> tryRoutes(List<Route> all, Optional<AddedRoutes> added) {
    var tried = new MemberRoutes(all);
    Somebody ann = somebody("often.", tried.all(), added);
    Somebody bob = somebody("seldom.", tried.all(), added);
    for (Route route : tried.all()) {
      boolean ready = ann.calls().containsKey(route) && bob.calls().containsKey(route);
      tried.require(ready, route + " cannot be called");
      if (ready) {
        useUp(ann);
        tried.require(
            Stream.generate(() -> ann.call(route))
                .limit(MOST_LET_THROUGH + 1)
                .anyMatch(CalledTooOftenTest::saysWhenToComeAgain),
            route + " does not tell whoever calls too often when to come again");
        int status = bob.call(route).statusCode();
        tried.require(
            status != 429 && status < 500,
            route + " answers " + status + " to somebody who hardly ever calls");
      }
    }
    return tried.findings();
  }

  private static boolean saysWhenToComeAgain(HttpResponse<String> answer) {
    String seconds = answer.headers().firstValue("retry-after").orElse("");
    return answer.statusCode() == 429
        && MemberRoutes.code(answer).equals("too_many_requests")
        && seconds.matches("[1-9][0-9]*");
  }

  @Test
  void everyRouteTellsWhoeverCallsTooOftenToWaitAndNobodyElse() {
    List<Route> routes = Route.of(cloud);
    assertEquals(List.of(), tryRoutes(routes, Optional.empty()));
    assertTrue(new MemberRoutes(routes).all().size() > 10, "there was something to try");
  }

  /** What an added route can get wrong about those who call too often. */
  enum Miscount {
    LETS_EVERYTHING_THROUGH(" does not tell ") {
      @Override
      Fault fault() {
        return (asked, like) -> {
          Reply reply = like.apply(asked);
          return reply.status() == 429 ? Reply.of(200) : reply;
        };
      }
    },
    DOES_NOT_SAY_WHEN_TO_COME_AGAIN(" does not tell ") {
      @Override
      Fault fault() {
        return (asked, like) -> like.apply(asked).without("retry-after");
      }
    },
    COUNTS_EVERYBODY_AS_ONE(" to somebody who hardly ever calls") {
      @Override
      Fault fault() {
        var full = new AtomicReference<Reply>();
        return (asked, like) -> {
          Reply reply = like.apply(asked);
          if (reply.status() == 429) {
            full.set(reply);
          }
          return full.get() == null ? reply : full.get();
        };
      }
    };

    private final String finding;

    Miscount(String finding) {
      this.finding = finding;
    }

    abstract Fault fault();
  }

  private List<String> tryAdded(Fault fault) {
    try (var added = new AddedRoutes(cloud, route -> SOME.contains(route.name()), fault)) {
      return tryRoutes(added.routes(), Optional.of(added));
    }
  }

  @Test
  void aRouteThatIsAddedAndCountsIsAsGoodAsTheOthers() {
    assertEquals(List.of(), tryAdded(Fault.NONE));
  }

  @ParameterizedTest
  @EnumSource
  void anAddedRouteThatCountsWronglyIsNamed(Miscount miscount) {
    List<String> findings = tryAdded(miscount.fault());
    assertEquals(SOME.size(), findings.size(), findings.toString());
    assertTrue(
        findings.stream()
            .allMatch(f -> f.contains("/api/v1/added/") && f.contains(miscount.finding)),
        findings.toString());
  }
}
