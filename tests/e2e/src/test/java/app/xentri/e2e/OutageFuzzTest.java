package app.xentri.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.e2e.RawHttp.Answer;
import app.xentri.e2e.RawHttp.Call;
import app.xentri.e2e.RawHttp.Header;
import app.xentri.platform.Json;
import app.xentri.testkit.AddedRoutes;
import app.xentri.testkit.AddedRoutes.Reply;
import app.xentri.testkit.Backstage;
import app.xentri.testkit.FaultyLink;
import app.xentri.testkit.FaultyLink.Mode;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * While something that the API depends on is down, in any of the ways in which things are down,
 * every route still answers, and soon: with what it can do without, or with 503 and when to try
 * again. Each request is sent twice at once, because the second may have to wait for the first.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OutageFuzzTest {

  enum Dependency {
    /** It only makes things faster, so that nobody has to wait for it. */
    REDIS,
    /** What is only read here is not asked for there. */
    CLERK,
    POSTGRES;

    boolean excuses(Call call) {
      return switch (this) {
        case REDIS -> false;
        case CLERK -> !call.method().equals("GET");
        case POSTGRES -> true;
      };
    }
  }

  /** How long anybody waits for an answer, beside what this machine itself takes longer for. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Twice each route as a rule; more of them are spoiled requests. */
  private static final int REQUESTS = Integer.getInteger("fuzz.outage.requests", 0);

  private static final long SEED = Long.getLong("fuzz.seed", 1L);
  private static final int CONNECTIONS = 32;

  private final Map<Dependency, FaultyLink> links = new EnumMap<>(Dependency.class);
  private RunningCloud cloud;
  private Backstage backstage;
  private List<Fuzz.Caller> callers = List.of();
  private Fuzz fuzz;
  private int routes;

  @BeforeAll
  void start(@TempDir Path home) {
    RunFile run = new RunFile(home);
    links.put(Dependency.POSTGRES, new FaultyLink(() -> run.number("postgres_port")));
    links.put(Dependency.REDIS, new FaultyLink(() -> run.port("upstash_url")));
    links.put(Dependency.CLERK, new FaultyLink(() -> run.port("clerk_backend_url")));
    cloud =
        new RunningCloud(
            home,
            Map.of(
                "DatabaseUrl",
                "jdbc:postgresql:" + address(Dependency.POSTGRES) + "/xentri",
                "UpstashRedisRestUrl",
                "http:" + address(Dependency.REDIS),
                "ClerkApiUrl",
                "http:" + address(Dependency.CLERK) + "/v1",
                "ClerkJwksUrl",
                "http:" + address(Dependency.CLERK) + "/.well-known/jwks.json"));
    backstage = new Backstage(cloud);
    callers = FuzzRun.callers(cloud);
    fuzz = FuzzRun.fuzz(cloud, callers, SEED);
    routes = FuzzRoute.all(cloud).size();
  }

  private String address(Dependency dependency) {
    return "//127.0.0.1:" + link(dependency).port();
  }

  private FaultyLink link(Dependency dependency) {
    return Objects.requireNonNull(links.get(dependency));
  }

  /** What the cloud says of itself, once somebody asks. */
  private record RunFile(Path home) {

    int number(String fact) {
      return read().path(fact).asInt();
    }

    int port(String fact) {
      return URI.create(read().path(fact).asString()).getPort();
    }

    private JsonNode read() {
      try {
        return Json.read(Files.readAllBytes(home.resolve("run/local-cloud.json")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @AfterAll
  void stop() {
    cloud.close();
    links.values().forEach(FaultyLink::close);
  }

  /** A way of being down. */
  interface Outage {
    /** Brings it about, until what is returned is closed. */
    AutoCloseable begin() throws Exception;
  }

  /**
   * Each dependency and each way in which its link fails, and what only a process of its own can do
   * wrong. Ordered by the ways: what is left alone for some seconds after it has failed once is
   * asked again by the time that its turn comes.
   */
  Stream<Arguments> outages() {
    List<Arguments> all = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      for (Dependency dependency : Dependency.values()) {
        boolean web = mode == Mode.BAD_GATEWAY || mode == Mode.SOMEBODY_ELSES_PAGE;
        if (mode != Mode.PASS && !(web && dependency == Dependency.POSTGRES)) {
          all.add(Arguments.of(dependency, mode.name(), link(dependency, mode)));
        }
      }
    }
    all.add(Arguments.of(Dependency.REDIS, "STOPPED", stopped("redis")));
    all.add(Arguments.of(Dependency.CLERK, "WAITS_FOR_ITS_TABLES", (Outage) this::locked));
    all.add(Arguments.of(Dependency.POSTGRES, "LETS_NOBODY_IN", (Outage) this::shut));
    return all.stream();
  }

  private Outage link(Dependency dependency, Mode mode) {
    return () -> {
      link(dependency).set(mode);
      return () -> link(dependency).set(Mode.PASS);
    };
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("outages")
  void whatIsLeftAnswersSoon(Dependency dependency, String way, Outage outage) throws Exception {
    everythingAnswers();
    FuzzRun run =
        during(
            outage,
            dependency,
            cloud.origin(),
            Math.max(REQUESTS, 2 * routes),
            number -> number < 2 * routes ? fuzz.plain(number / 2) : fuzz.request(number));
    String which = dependency + " " + way;
    System.out.println("without " + which + ": " + run.statuses());
    assertEquals("", run.shown(), "without " + which + ", seed " + SEED);
    if (dependency == Dependency.POSTGRES && !way.equals(Mode.DRIP.name())) {
      assertTrue(run.statuses().containsKey(503), "is anybody told to wait?");
    }
  }

  private static FuzzRun during(
      Outage outage, Dependency dependency, String origin, int requests, IntFunction<Call> request)
      throws Exception {
    try (var stalls = new Stalls();
        AutoCloseable _ = outage.begin()) {
      return FuzzRun.of(
          origin,
          CONNECTIONS,
          requests,
          request,
          (call, answer) -> verdict(dependency, call, answer, stalls));
    }
  }

  /** What an added route can get wrong while something is down. */
  enum Weakness {
    HAS_A_FAULT(Dependency.POSTGRES, "a fault") {
      @Override
      Reply answer(Reply reply, FaultyLink link) {
        return reply.status() == 503 ? Reply.of(500) : reply;
      }
    },
    SAYS_NOT_WHEN(Dependency.POSTGRES, "a 503 that does not say when") {
      @Override
      Reply answer(Reply reply, FaultyLink link) {
        return reply.without("retry-after");
      }
    },
    WAITS_FOR_LONGER_THAN_ANYBODY_WOULD(Dependency.POSTGRES, "after ") {
      @Override
      Reply answer(Reply reply, FaultyLink link) throws InterruptedException {
        // Twice as long, because what the machine itself takes is allowed for.
        Thread.sleep(reply.status() == 503 ? PATIENCE.multipliedBy(2) : Duration.ZERO);
        return reply;
      }
    },
    CANNOT_DO_WITHOUT(Dependency.REDIS, "can do without REDIS") {
      @Override
      Reply answer(Reply reply, FaultyLink link) throws IOException {
        try (var http = new RawHttp(link.port())) {
          boolean there = http.send(new Call("GET", "/", List.of(), new byte[0])).status() > 0;
          return there ? reply : new Reply(503, reply.headers(), reply.body());
        }
      }
    };

    private final Dependency dependency;
    private final String finding;

    Weakness(Dependency dependency, String finding) {
      this.dependency = dependency;
      this.finding = finding;
    }

    /**
     * Answers worse.
     *
     * @param reply what a route without this weakness answers
     * @param link to what may be down
     */
    abstract Reply answer(Reply reply, FaultyLink link) throws Exception;
  }

  /** What is found on a route that was added to the others, while something is down. */
  private List<String> tryAdded(Dependency dependency, AddedRoutes.Fault fault) throws Exception {
    everythingAnswers();
    try (var added = new AddedRoutes(cloud, route -> route.name().equals("events-list"), fault)) {
      Fuzz ofAdded = FuzzRun.fuzz(cloud, FuzzRoute.all(added.routes()), callers, SEED);
      return during(link(dependency, Mode.REFUSE), dependency, added.origin(), 4, ofAdded::plain)
          .findings();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REDIS", "POSTGRES"})
  void anAddedRouteWithoutAWeaknessIsAsGoodAsTheOthers(Dependency dependency) throws Exception {
    assertEquals(List.of(), tryAdded(dependency, AddedRoutes.Fault.NONE));
  }

  @ParameterizedTest
  @EnumSource
  void anAddedRouteWithAWeaknessIsNamed(Weakness weakness) throws Exception {
    FaultyLink link = link(weakness.dependency);
    List<String> findings =
        tryAdded(
            weakness.dependency,
            (asked, like) -> {
              try {
                return weakness.answer(like.apply(asked), link);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertFalse(findings.isEmpty());
    assertTrue(
        findings.stream()
            .allMatch(it -> it.contains(weakness.finding) && it.contains(" /api/v1/added/events")),
        findings.toString());
  }

  /**
   * Everything has been called and has its connections, as on any other day; nothing but a little
   * time is needed for that after something was down.
   */
  private void everythingAnswers() throws Exception {
    assertEquals(
        "",
        Backstage.await(
            "",
            () ->
                FuzzRun.of(
                        cloud.origin(),
                        CONNECTIONS,
                        routes,
                        number -> fuzz.plain(number),
                        Verdict::on)
                    .shown()));
  }

  /**
   * All that people take turns for, while the provider keeps silent: whoever waits for another who
   * waits for the provider waits no longer than they do.
   */
  @Test
  void theNextInLineGivesUpWithTheOneBefore() throws Exception {
    everythingAnswers();
    Person ann = Person.named(cloud, "fuzz-in-line");
    String tag = ann.get("/api/v1/me").headers().firstValue("etag").orElseThrow();
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(call(ann, "PATCH", "/api/v1/me", "{\"name\":\"Ann %d\"}".formatted(i), tag));
      calls.add(call(ann, "POST", "/api/v1/orgs", "{\"name\":\"Shop %d\"}".formatted(i), tag));
    }
    FuzzRun run;
    try (var stalls = new Stalls();
        AutoCloseable _ = link(Dependency.CLERK, Mode.KEEP_SILENT).begin()) {
      run =
          FuzzRun.of(
              cloud.origin(),
              calls.size(),
              calls.size(),
              calls::get,
              (call, answer) -> verdict(Dependency.CLERK, call, answer, stalls));
    }
    assertEquals("", run.shown());
    assertEquals(Map.of(503, calls.size()), run.statuses());
  }

  private static Call call(Person person, String method, String path, String body, String tag) {
    return new Call(
        method,
        path,
        List.of(
            Header.of("authorization", "Bearer " + person.token()),
            Header.of("content-type", "application/json"),
            Header.of("idempotency-key", UUID.randomUUID().toString()),
            Header.of("if-match", tag)),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> verdict(
      Dependency dependency, Call call, Answer answer, Stalls stalls) {
    return answer.status() == 503 && !dependency.excuses(call)
        ? Optional.of("can do without " + dependency + ": " + answer.text() + "\nto " + call)
        : Verdict.during(call, answer, PATIENCE.plus(stalls.within(answer.took())));
  }

  private Outage stopped(String part) {
    return () -> {
      long pid = backstage.pid(part);
      Backstage.signal(pid, "STOP");
      return () -> Backstage.signal(pid, "CONT");
    };
  }

  /** The provider's stand-in waits for its own tables. */
  private AutoCloseable locked() throws SQLException {
    Connection connection = backstage.localCloud();
    connection.setAutoCommit(false);
    try (Statement lock = connection.createStatement()) {
      lock.execute(
          "lock table clerk.users, clerk.sessions, clerk.organizations, clerk.memberships in access exclusive mode");
    }
    return () -> {
      connection.rollback();
      connection.close();
    };
  }

  /**
   * The database ends the functions' connections and takes no new ones; the local cloud lives in
   * the same one and stays.
   */
  private AutoCloseable shut() throws SQLException {
    Connection connection = backstage.superuser();
    connectionsOfFunctions(connection, 0);
    try (Statement end = connection.createStatement()) {
      end.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename ~ '^xentri_'");
    }
    return () -> {
      connectionsOfFunctions(connection, -1);
      connection.close();
    };
  }

  private static void connectionsOfFunctions(Connection connection, int most) throws SQLException {
    try (Statement limit = connection.createStatement()) {
      for (String role : List.of("app", "identity", "job", "relay")) {
        limit.execute("alter role xentri_" + role + " connection limit " + most);
      }
    }
  }
}
