package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(DatabaseExtension.class)
class SignUpTest {

  private static final String PASSWORD = "correct horse battery";
  private static final String COUNTS =
      "select unnest(array[(select count(*) from users), (select count(*) from organizations), (select count(*) from memberships), (select count(*) from system_events)])";

  @Test
  void makesAPersonAnOrgAndATicketAndTellsItInOrder(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      Answer answer = stage.signUp("k1", "Ann.Lee@Example.com", PASSWORD);

      assertEquals(201, answer.status(), answer.text());
      assertEquals(
          List.of(),
          stage.platform().schemas().violations("api/auth-signup.response.json", answer.data()));
      assertEquals(List.of("user.signup", "org.created"), stage.events());
      assertEquals(List.of("ann.lee@example.com"), stage.rows("select email from users"));
      assertEquals(List.of("Ann's workspace"), stage.rows("select name from organizations"));
      assertEquals(List.of("ann-workspace"), stage.rows("select slug from organizations"));
      assertEquals(List.of("owner"), stage.rows("select role from memberships"));
      assertEquals(600, answer.data().path("expires_in").asInt());
      assertEquals(1, stage.wakeUps());
    }
  }

  @Test
  void theTicketOpensOneSessionOnce(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String ticket =
          stage.signUp("k1", "ann@example.com", PASSWORD).data().path("sign_in_ticket").asString();
      var browser = new Browser(stage.origin());
      assertEquals("complete", browser.signInWithTicket(ticket));
      assertEquals("refused", new Browser(stage.origin()).signInWithTicket(ticket));
    }
  }

  @Test
  void theSameKeyGetsTheSameBytesAndAnotherBodyIsRefused(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      Answer first = stage.signUp("k1", "ann@example.com", PASSWORD);
      stage.gate().takeCalls();
      Answer again = stage.signUp("k1", "ann@example.com", PASSWORD);
      assertEquals(first.text(), again.text());
      assertEquals(201, again.status());
      assertEquals(List.of(), stage.gate().takeCalls());

      Answer other = stage.signUp("k1", "bob@example.com", PASSWORD);
      assertEquals(422, other.status());
      assertEquals("idempotency_key_reused", other.code());
      assertEquals(List.of("1", "1", "1", "2"), stage.rows(COUNTS));
    }
  }

  /** Whoever sends the same body knows the password: the key leads to nobody else's answer. */
  @Test
  void aKeyOfSomebodyElseLeadsToNothingOfTheirs(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      Answer anns = stage.signUp("k1", "ann@example.com", PASSWORD);
      assertEquals(201, anns.status(), anns.text());
      for (Answer others :
          List.of(
              stage.signUp("k1", "bob@example.com", PASSWORD),
              stage.signUp("k1", "ann@example.com", "another password"),
              stage.signUp("k1", "ANN@example.com", PASSWORD))) {
        assertEquals(422, others.status(), others.text());
        assertEquals("idempotency_key_reused", others.code());
        assertFalse(
            others.text().contains(anns.data().path("sign_in_ticket").asString()), others.text());
      }
      Answer bobs = stage.signUp("k2", "bob@example.com", PASSWORD);
      assertEquals(201, bobs.status(), bobs.text());
      assertNotEquals(anns.data().path("user_id"), bobs.data().path("user_id"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ivo@münchen.de, ivo@xn--mnchen-3ya.de",
    "ivo@xn--mnchen-3ya.de, ivo@MÜNCHEN.de",
    "josé@example.com, jose\u0301@example.com",
    "jose\u0301@example.com, JOSÉ@example.com"
  })
  void twoSpellingsOfOneAddressAreOneAccount(String first, String second, TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      Answer one = stage.signUp("k1", first, PASSWORD);
      assertEquals(201, one.status(), one.text());
      Answer other = stage.signUp("k2", second, PASSWORD);
      assertEquals(one.data().path("org_id"), other.data().path("org_id"), other.text());
      assertEquals(409, stage.signUp("k3", second, "another password").status());
      assertEquals(List.of("1", "1", "1", "2"), stage.rows(COUNTS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "z\u200bed@example.com, 422",
    "zed@exam\u00adple.com, 422",
    "sur\ud83d@example.com, 400",
    "sur\ufffd@example.com, 400"
  })
  void whatNobodyCanSeeIsInNoAddress(String address, int status, TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      Answer answer = stage.signUp("k1", address, PASSWORD);
      assertEquals(status, answer.status(), answer.text());
      assertEquals("/email", answer.body().at("/errors/0/pointer").asString());
      assertEquals(List.of("0", "0", "0", "0"), stage.rows(COUNTS));
    }
  }

  @Test
  void anAddressMayEndInAnything(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      for (String address : List.of("ann@box.internal", "ann@a.test", "ann@printer.local")) {
        assertEquals(201, stage.signUp(address, address, PASSWORD).status(), address);
      }
    }
  }

  @Test
  void theSignUpIsWhatLedToTheOrg(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      assertEquals(
          List.of("xentri.org.created.v1 after xentri.user.signup.v1"),
          stage.rows(
              """
              select e.type || ' after ' || c.type
                from system_events e join system_events c on c.org_id = e.org_id and c.id = e.causation_id
              """));
    }
  }

  @Test
  void withoutAKeyNothingHappens(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      var body = Json.object().put("email", "ann@example.com").put("password", PASSWORD);
      Answer answer = stage.call("auth-signup", "POST /api/v1/auth/signup", Map.of(), body);
      assertEquals(400, answer.status());
      assertEquals("idempotency_key_missing", answer.code());
      assertEquals(List.of(), stage.gate().takeCalls());
    }
  }

  @Test
  void whoeverKnowsThePasswordResumesAndWhoeverDoesNotIsToldThatTheAddressIsTaken(
      TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      Answer first = stage.signUp("k1", "ann@example.com", PASSWORD);
      Answer resumed = stage.signUp("k2", "ANN@example.com", PASSWORD);
      Answer stranger = stage.signUp("k3", "ann@example.com", "another password");

      assertEquals(201, resumed.status());
      assertEquals(first.data().path("org_id"), resumed.data().path("org_id"));
      assertEquals(first.data().path("user_id"), resumed.data().path("user_id"));
      assertNotEquals(first.data().path("sign_in_ticket"), resumed.data().path("sign_in_ticket"));
      assertEquals(409, stranger.status());
      assertEquals("email_taken", stranger.code());
      assertEquals(List.of("1", "1", "1", "2"), stage.rows(COUNTS));
    }
  }

  @Test
  void twoPeopleOfOneNameGetDifferentSlugs(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      stage.signUp("k2", "ann@example.org", PASSWORD);
      assertEquals(
          List.of("ann-workspace", "ann-workspace-2"),
          stage.rows("select slug from organizations order by slug"));
    }
  }

  @Test
  void whatTheProviderDoesNotLikeComesBackWithAPointer(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      Answer answer = stage.signUp("k1", "ann@invalid", PASSWORD);
      assertEquals(422, answer.status());
      assertEquals("/email", answer.body().path("errors").path(0).path("pointer").asString());
      assertEquals(List.of("0", "0", "0", "0"), stage.rows(COUNTS));
    }
  }

  @Test
  void nothingStoredHelpsToGuessThePassword(TestDatabase database) throws Exception {
    try (var stage = Stage.quiet(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      var body =
          Json.writeBytes(Json.object().put("email", "ann@example.com").put("password", PASSWORD));
      var plain = java.security.MessageDigest.getInstance("SHA-256").digest(body);
      String stored = stage.rows("select encode(fingerprint, 'hex') from signup_keys").getFirst();
      assertNotEquals(java.util.HexFormat.of().formatHex(plain), stored);
      assertFalse(stage.rows("select body from signup_keys").getFirst().contains(PASSWORD));
    }
  }

  @Test
  void fiftySignUpsOfOneAddressMakeOnePersonAndOneOrg(TestDatabase database) throws Exception {
    try (var stage = Stage.complete(database)) {
      var answers = fifty(i -> () -> stage.signUp("k" + i, "ann@example.com", PASSWORD));

      var orgs = new HashSet<String>();
      for (Answer answer : answers) {
        assertEquals(201, answer.status(), answer.text());
        orgs.add(answer.data().path("org_id").asString());
      }
      assertEquals(1, orgs.size());
      assertOneOfEach(stage);
      stage.await("select count(*) from clerk_messages", List.of("3"));
      assertOneOfEach(stage);
    }
  }

  @Test
  void ofFiftySignUpsWithDifferentPasswordsOneIsRightAndTwentyAreLookedAt(TestDatabase database)
      throws Exception {
    try (var stage = Stage.complete(database)) {
      var answers = fifty(i -> () -> stage.signUp("k" + i, "ann@example.com", PASSWORD + i));
      assertEquals(1, answers.stream().filter(answer -> answer.status() == 201).count());
      assertEquals(19, answers.stream().filter(a -> a.code().equals("email_taken")).count());
      assertEquals(30, answers.stream().filter(a -> a.status() == 429).count());
      assertOneOfEach(stage);
    }
  }

  @Test
  void fiftySignUpsWithOneKeyGetTheSameBytes(TestDatabase database) throws Exception {
    try (var stage = Stage.complete(database)) {
      var answers = fifty(_ -> () -> stage.signUp("k", "ann@example.com", PASSWORD));
      assertEquals(1, answers.stream().map(Answer::text).distinct().count());
      assertEquals(201, answers.getFirst().status());
      assertOneOfEach(stage);
    }
  }

  private interface Caller {
    Callable<Answer> call(int number);
  }

  private static List<Answer> fifty(Caller caller) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> running =
          IntStream.range(0, 50).mapToObj(i -> threads.submit(caller.call(i))).toList();
      var answers = new ArrayList<Answer>();
      for (var future : running) {
        answers.add(future.get());
      }
      return answers;
    }
  }

  private static void assertOneOfEach(Stage stage) {
    assertEquals(List.of("1", "1", "1", "2"), stage.rows(COUNTS));
    assertEquals(List.of("user.signup", "org.created"), stage.events());
    assertEquals(1, stage.clerkGet("/users?limit=10").size());
    assertEquals(1, stage.clerkGet("/organizations").path("total_count").asInt());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/users, BEFORE, 0 0 0 0",
    "POST, /v1/users, AFTER, 0 0 0 0",
    "GET, /v1/users/[^/]+/organization_memberships, BEFORE, 0 0 0 0",
    "POST, /v1/organizations, BEFORE, 0 0 0 0",
    "POST, /v1/organizations, AFTER, 0 0 0 0",
    "POST, /v1/organizations, BUSY, 0 0 0 0",
    "POST, /v1/organizations, SILENT, 0 0 0 0",
    "POST, /v1/sign_in_tokens, BEFORE, 1 1 1 2",
    "POST, /v1/sign_in_tokens, AFTER, 1 1 1 2",
  })
  void whicheverStepFailsThereIsAllOrNothingAndTheNextAttemptHealsIt(
      String method, String path, Gate.Fault fault, String left, TestDatabase database) {
    boolean silent = fault == Gate.Fault.SILENT;
    try (var stage = silent ? Stage.impatient(database) : Stage.quiet(database)) {
      stage.gate().fail(method, path, fault);
      Answer failed = stage.signUp("k1", "ann@example.com", PASSWORD);
      assertEquals(503, failed.status(), failed.text());
      assertEquals("identity_provider_unavailable", failed.code());
      assertEquals(left, String.join(" ", stage.rows(COUNTS)));

      stage.gate().heal();
      Answer healed = stage.signUp("k1", "ann@example.com", PASSWORD);
      assertEquals(201, healed.status(), healed.text());
      assertOneOfEach(stage);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "users, insert, 0 0 0 0",
    "organizations, insert, 0 0 0 0",
    "memberships, insert, 0 0 0 0",
    "system_events, insert, 0 0 0 0",
    "signup_keys, update, 1 1 1 2",
  })
  void whicheverOfOurOwnStepsFailsThereIsAllOrNothingAndTheNextAttemptHealsIt(
      String table, String command, String left, TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      stage.execute(
          "create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$");
      stage.execute(
          "create trigger fail before " + command + " on " + table + " execute function fail()");
      Answer failed = stage.signUp("k1", "ann@example.com", PASSWORD);
      assertEquals(500, failed.status());
      assertTrue(failed.body().path("detail").asString().startsWith("It is not your fault"));
      assertEquals(left, String.join(" ", stage.rows(COUNTS)));

      stage.execute("drop trigger fail on " + table);
      assertEquals(201, stage.signUp("k1", "ann@example.com", PASSWORD).status());
      assertOneOfEach(stage);
    }
  }

  @Test
  void aRefusedSignUpLeavesItsKeyFree(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      assertEquals(422, stage.signUp("k1", "ann@invalid", PASSWORD).status());
      assertEquals(201, stage.signUp("k1", "ann@example.com", PASSWORD).status());
    }
  }

  @Test
  void aSignUpThatBrokeOffIsHealedByTheProvidersMessages(TestDatabase database) throws Exception {
    try (var stage = Stage.quiet(database)) {
      stage.gate().fail("POST", "/v1/organizations", Gate.Fault.AFTER);
      assertEquals(503, stage.signUp("k1", "ann@example.com", PASSWORD).status());
      stage.gate().heal();
      stage.deliver();
      stage.await("select count(*) from clerk_messages", List.of("3"));
      assertOneOfEach(stage);
    }
  }
}
