package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.Json;
import app.xentri.platform.KeyedDigest;
import app.xentri.platform.limit.Allowance;
import app.xentri.platform.limit.RateLimiter;
import app.xentri.platform.limit.Subject;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.HandClock;
import app.xentri.testkit.LocalRedis;
import app.xentri.testkit.Requests;
import app.xentri.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(DatabaseExtension.class)
class RateLimitsTest {

  private static final String PASSWORD = "correct horse battery";

  private final HandClock clock = new HandClock(Instant.parse("2026-11-23T12:00:00Z"));
  private LocalRedis redis;
  private Stage stage;

  @BeforeEach
  void start(TestDatabase database) {
    redis = new LocalRedis();
    stage = Stage.counting(database, redis, clock);
  }

  @AfterEach
  void stop() {
    stage.close();
    redis.close();
  }

  private Answer logIn(String client, String email, String password) {
    var body = Json.object().put("email", email).put("password", password);
    return stage.call("auth-login", from(client, "POST /api/v1/auth/login", Map.of(), body));
  }

  private static ObjectNode from(
      String client, String route, Map<String, String> headers, JsonNode body) {
    ObjectNode event = Requests.event(route, headers, body.isEmpty() ? "" : Json.write(body));
    ((ObjectNode) event.at("/requestContext/http")).put("sourceIp", client);
    return event;
  }

  private static void assertTooOften(String seconds, Answer answer) {
    assertEquals(429, answer.status(), answer.text());
    assertEquals("too_many_requests", answer.code());
    assertEquals("application/problem+json", answer.headers().get("content-type"));
    assertEquals(seconds, answer.headers().get("retry-after"));
  }

  @Test
  void whoeverTriesPasswordsOnOneAddressIsMadeToWaitFromWhereverTheyCome() {
    stage.signUp("k1", "ann@example.com", PASSWORD);
    for (int i = 0; i < 19; i++) {
      assertEquals(401, logIn("192.0.2." + i, "ann@example.com", "guess " + i).status());
    }
    stage.gate().takeCalls();
    assertTooOften("30", logIn("192.0.2.99", "Ann@Example.com", PASSWORD));
    assertEquals(List.of(), stage.gate().takeCalls());
    assertEquals(401, logIn("192.0.2.99", "bob@example.com", PASSWORD).status());

    clock.wait(Duration.ofSeconds(29));
    assertTooOften("1", logIn("192.0.2.99", "ann@example.com", PASSWORD));
    clock.wait(Duration.ofSeconds(1));
    assertEquals(200, logIn("192.0.2.99", "ann@example.com", PASSWORD).status());
    assertEquals(401, logIn("192.0.2.99", "ann@example.com", "guess 20").status());
    assertTooOften("30", logIn("192.0.2.99", "ann@example.com", PASSWORD));
  }

  @Test
  void signUpAndSignInShareTheGuessesOfAnAddress() {
    stage.signUp("k", "ann@example.com", PASSWORD);
    for (int i = 0; i < 19; i++) {
      Answer guess =
          i % 2 == 0
              ? logIn("192.0.2." + i, "ann@example.com", "guess " + i)
              : stage.signUp("k" + i, "ANN@example.com", "guess no. " + i);
      assertEquals(i % 2 == 0 ? 401 : 409, guess.status());
    }
    assertTooOften("30", stage.signUp("k20", "ann@example.com", "guess no. 20"));
    assertTooOften("30", logIn("192.0.2.99", "ann@example.com", "guess 20"));
    // The right one is among those that were tried before, and does not stand out by that.
    assertTooOften("30", logIn("192.0.2.99", "ann@example.com", PASSWORD));
    assertTooOften("30", stage.signUp("k21", "ann@example.com", PASSWORD));
  }

  @Test
  void signUpsThatTryPasswordsCountAsSignInsOfTheirClient() {
    for (int i = 0; i < 61; i++) {
      stage.signUp("k" + i, "a" + i + "@example.com", PASSWORD);
    }
    for (int i = 0; i < 60; i++) {
      assertEquals(
          409, stage.signUp("g" + i, "a" + i + "@example.com", "another password").status());
    }
    assertTooOften("2", stage.signUp("g60", "a60@example.com", "another password"));
    assertTooOften("2", logIn("127.0.0.1", "a60@example.com", PASSWORD));
    assertEquals(201, stage.signUp("n", "new@example.com", PASSWORD).status());
  }

  @Test
  void theSamePasswordAgainIsNoNewGuess() {
    for (int i = 0; i < 30; i++) {
      assertEquals(401, logIn("192.0.2." + i, "ann@example.com", "mistyped").status());
    }
    assertEquals(401, logIn("192.0.2.99", "ann@example.com", "another").status());
  }

  @Test
  void aSignInAsksTheProviderTheSameWhetherThereIsAnAccountOrNot() {
    stage.signUp("k", "ann@example.com", PASSWORD);
    stage.gate().takeCalls();
    Answer known = logIn("192.0.2.1", "ann@example.com", "wrong password");
    List<String> asked = kinds(stage.gate().takeCalls());
    Answer unknown = logIn("192.0.2.1", "eve@example.com", "wrong password");
    assertEquals(asked, kinds(stage.gate().takeCalls()));
    assertEquals(List.of("GET /v1/users", "POST /v1/users/…/verify_password"), asked);
    assertEquals(known.body().path("detail"), unknown.body().path("detail"));
    assertEquals(known.headers().keySet(), unknown.headers().keySet());
  }

  private static List<String> kinds(List<String> calls) {
    return calls.stream().map(call -> call.replaceAll("user_[A-Za-z0-9]+", "…")).toList();
  }

  @Test
  void whoeverTriesManyAddressesFromOnePlaceIsMadeToWait() {
    for (int i = 0; i < 60; i++) {
      assertEquals(401, logIn("2001:db8::" + i, "a" + i + "@example.com", PASSWORD).status());
    }
    assertTooOften("2", logIn("2001:db8::ffff:1", "b@example.com", PASSWORD));
    assertEquals(401, logIn("2001:db8:0:1::1", "c@example.com", PASSWORD).status());
  }

  @Test
  void aRequestThatIsMalformedIsNotCounted() {
    for (int i = 0; i < 100; i++) {
      assertEquals(422, logIn("192.0.2.1", "no address", PASSWORD).status());
    }
    assertEquals(401, logIn("192.0.2.1", "ann@example.com", PASSWORD).status());
  }

  @Test
  void fiftySignUpsOfOneAddressAtOnceAreAllowedAndAHundredAreNot() throws Exception {
    var statuses = new ArrayList<Integer>();
    for (Answer answer : signUps(0, 50)) {
      statuses.add(answer.status());
    }
    assertEquals(List.of(201), statuses.stream().distinct().toList());
    assertEquals(List.of("1"), stage.rows("select count(*) from organizations"));
    assertEquals(10, signUps(50, 100).stream().filter(one -> one.status() == 201).count());
  }

  private List<Answer> signUps(int first, int end) throws Exception {
    return atOnce(
        IntStream.range(first, end)
            .<Callable<Answer>>mapToObj(
                i -> () -> stage.signUp("k" + i, "ann@example.com", PASSWORD))
            .toList());
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<T>();
      for (var running : threads.invokeAll(calls)) {
        results.add(running.get());
      }
      return results;
    }
  }

  @Test
  void thoseWhoCallAtOnceDoNotShareAPlace() throws Exception {
    var limits = new RateLimiter(redis::client, KeyedDigest.of("secret", "test"), clock);
    var allowance = new Allowance("test", 10, Duration.ofSeconds(1));
    List<Callable<Boolean>> calls =
        IntStream.range(0, 100)
            .<Callable<Boolean>>mapToObj(
                _ -> () -> limits.take(allowance, Subject.client("one")).isEmpty())
            .toList();
    assertEquals(10, atOnce(calls).stream().filter(allowed -> allowed).count());
    clock.wait(Duration.ofSeconds(3));
    assertEquals(3, atOnce(calls).stream().filter(allowed -> allowed).count());
    clock.wait(Duration.ofHours(1));
    assertEquals(10, atOnce(calls).stream().filter(allowed -> allowed).count());
  }

  @Test
  void redisHoldsNoAddressesAndForgets() {
    logIn("192.0.2.1", "ann@example.com", PASSWORD);
    var keys = new ArrayList<String>();
    for (JsonNode key : redis.ask("KEYS", "*")) {
      keys.add(key.asString());
      assertTrue(
          key.asString().matches("limit:password-(client|email):[0-9a-f]{64}"), key.asString());
      assertTrue(redis.ask("PTTL", key.asString()).asLong() > 0);
    }
    assertEquals(2, keys.size());
  }

  @Test
  void aRedisThatDiesShutsNobodyOutAndLetsNoFloodIn() {
    stage.signUp("k1", "ann@example.com", PASSWORD);
    for (int i = 0; i < 20; i++) {
      logIn("192.0.2.1", "ann@example.com", "guess " + i);
    }
    assertTooOften("30", logIn("192.0.2.1", "ann@example.com", PASSWORD));
    redis.stop();
    for (int i = 0; i < 3; i++) {
      assertEquals(200, logIn("192.0.2.1", "ann@example.com", PASSWORD).status());
      clock.wait(Duration.ofSeconds(6));
    }
    for (int i = 0; i < 19; i++) {
      assertEquals(401, logIn("192.0.2.1", "ann@example.com", "guess " + i).status());
    }
    assertTooOften("12", logIn("192.0.2.1", "ann@example.com", "guess 19"));
  }

  @Test
  void theProvidersMessagesAreNotCounted() {
    var unsigned = Json.object().put("type", "user.created").put("object", "event");
    unsigned.putObject("data").put("id", "user_1");
    stage.call(
        "clerk-webhook", from("192.0.2.1", "POST /api/v1/webhooks/clerk", Map.of(), unsigned));
    assertEquals(0, redis.ask("KEYS", "*").size());
  }
}
