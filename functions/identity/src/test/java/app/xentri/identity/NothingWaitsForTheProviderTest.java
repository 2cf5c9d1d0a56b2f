package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.Requests;
import app.xentri.testkit.Svix;
import app.xentri.testkit.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each flow that asks the provider, once when all is well and once when it is down. While a call is
 * on its way the database is asked whether anybody has a transaction open.
 */
@ExtendWith(DatabaseExtension.class)
class NothingWaitsForTheProviderTest {

  private static final String PASSWORD = "correct horse battery";
  private static final String OPEN =
      """
      select coalesce(string_agg(left(query, 60), '; '), '') from pg_stat_activity
       where datname = current_database() and usename = 'xentri_identity' and xact_start is not null
      """;

  private static Answer webhook(Stage stage, String id, String type, JsonNode data) {
    ObjectNode message = Json.object().put("type", type);
    message.set("data", data);
    String body = Json.write(message);
    var headers =
        Svix.headers(stage.clerk().webhookSecret(), id, Instant.now().getEpochSecond(), body);
    return stage.call(
        "clerk-webhook", Requests.event("POST /api/v1/webhooks/clerk", headers, body));
  }

  private static String tag(Stage stage, String token) {
    return String.valueOf(
        stage.withBearer("me-get", "GET /api/v1/me", token).headers().get("etag"));
  }

  private static Answer patch(Stage stage, String token, String seen, String name) {
    return stage.call(
        "me-patch",
        "PATCH /api/v1/me",
        Map.of("authorization", "Bearer " + token, "if-match", seen),
        Json.object().put("name", name));
  }

  private static Answer createOrg(Stage stage, String token, String key) {
    return stage.call(
        "orgs-create",
        "POST /api/v1/orgs",
        Map.of("authorization", "Bearer " + token, "idempotency-key", key),
        Json.object().put("name", "Bakery"));
  }

  private static Answer logIn(Stage stage) {
    return stage.call(
        "auth-login",
        "POST /api/v1/auth/login",
        Map.of(),
        Json.object().put("email", "ann@example.com").put("password", PASSWORD));
  }

  private static JsonNode newPerson(Stage stage, String email) {
    var wanted = Json.object().put("password", PASSWORD);
    wanted.putArray("email_address").add(email);
    return stage.clerkPost("/users", wanted);
  }

  @Test
  void noTransactionIsOpenWhileTheProviderIsAsked(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      var open = new ConcurrentLinkedQueue<String>();
      stage
          .gate()
          .watch(
              call -> {
                String transactions = stage.rows(OPEN).getFirst();
                if (!transactions.isEmpty()) {
                  open.add(call + " beside " + transactions);
                }
              });
      assertEquals(201, stage.signUp("k1", "ann@example.com", PASSWORD).status());
      assertEquals(201, stage.signUp("k2", "ann@example.com", PASSWORD).status());
      String ann = stage.clerkUserId("ann@example.com");
      String token = stage.sessionToken(stage.session(ann));
      assertEquals(200, logIn(stage).status());
      String cookies =
          stage.cookie()
              + "="
              + stage.exchange(stage.sessionToken(stage.session(ann))).cookie(stage.cookie());
      assertEquals(200, stage.shell("auth-refresh", "POST /api/v1/auth/refresh", cookies).status());
      assertEquals(200, patch(stage, token, tag(stage, token), "Ann Lee").status());
      assertEquals(201, createOrg(stage, token, "o1").status());
      JsonNode bob = newPerson(stage, "bob@example.com");
      assertEquals(200, webhook(stage, "m1", "user.created", bob).status());
      JsonNode eve = newPerson(stage, "eve@example.com");
      assertEquals(
          200,
          stage.exchange(stage.sessionToken(stage.session(eve.path("id").asString()))).status());
      JsonNode org =
          stage.clerkPost(
              "/organizations", Json.object().put("name", "Third").put("created_by", ann));
      assertEquals(200, webhook(stage, "m2", "organization.created", org).status());
      stage.clerkPost(
          "/organizations/" + org.path("id").asString() + "/memberships",
          Json.object().put("user_id", bob.path("id").asString()).put("role", "org:member"));
      JsonNode membership =
          stage
              .clerkGet("/users/" + bob.path("id").asString() + "/organization_memberships")
              .path("data")
              .path(1);
      assertEquals(
          200, webhook(stage, "m3", "organizationMembership.created", membership).status());
      stage.execute("update organizations set deleted_at = now()");
      assertEquals(201, createOrg(stage, token, "o2").status());
      assertEquals(204, stage.shell("auth-logout", "POST /api/v1/auth/logout", cookies).status());

      assertEquals(List.of(), List.copyOf(open));
      Set<String> kinds = new TreeSet<>();
      stage.gate().takeCalls().forEach(call -> kinds.add(call.replaceAll("(user|sess)_\\w+", "…")));
      assertEquals(
          Set.of(
              "GET /v1/sessions/…",
              "GET /v1/users",
              "GET /v1/users/…",
              "GET /v1/users/…/organization_memberships",
              "PATCH /v1/users/…",
              "POST /v1/organizations",
              "POST /v1/sessions/…/revoke",
              "POST /v1/sessions/…/tokens",
              "POST /v1/sign_in_tokens",
              "POST /v1/users",
              "POST /v1/users/…/verify_password"),
          kinds);
    }
  }

  @Test
  void aProviderThatIsDownIsSaidPlainlyByWhateverNeedsItAndStopsNothingElse(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      assertEquals(201, stage.signUp("k1", "ann@example.com", PASSWORD).status());
      String ann = stage.clerkUserId("ann@example.com");
      String token = stage.sessionToken(stage.session(ann));
      String later = stage.sessionToken(stage.session(ann));
      String cookies = stage.cookie() + "=" + stage.exchange(later).cookie(stage.cookie());
      JsonNode bob = newPerson(stage, "bob@example.com");
      for (Gate.Fault fault : List.of(Gate.Fault.BEFORE, Gate.Fault.BUSY, Gate.Fault.AFTER)) {
        stage.gate().fail("[A-Z]+", ".*", fault);
        String one = fault.name();
        for (Answer answer :
            List.of(
                stage.signUp("down" + one, "new@example.com", PASSWORD),
                logIn(stage),
                stage.exchange(later),
                stage.shell("auth-refresh", "POST /api/v1/auth/refresh", cookies),
                patch(stage, token, tag(stage, token), "Ann " + one),
                createOrg(stage, token, "o" + one),
                webhook(stage, "m" + one, "user.created", bob))) {
          assertEquals(503, answer.status(), one + " " + answer.text());
          assertEquals("identity_provider_unavailable", answer.code());
          assertTrue(Integer.parseInt(answer.headers().get("retry-after")) > 0);
        }
        assertEquals(200, stage.withBearer("me-get", "GET /api/v1/me", token).status());
        assertEquals(200, stage.withBearer("orgs-list", "GET /api/v1/orgs", token).status());
        assertEquals(
            200,
            webhook(stage, "e" + one, "session.ended", Json.object().put("id", "sess_1")).status());
        stage.gate().heal();
      }
      stage.gate().fail("[A-Z]+", ".*", Gate.Fault.BEFORE);
      assertEquals(204, stage.shell("auth-logout", "POST /api/v1/auth/logout", cookies).status());
      stage.gate().heal();
      assertEquals(List.of(), stage.rows("select clerk_user_id from provider_turns"));
      assertEquals(200, patch(stage, token, tag(stage, token), "Ann Lee").status());
    }
  }

  @Test
  void twoNamesReachTheProviderInTheOrderInWhichTheyAreKept(TestDatabase database)
      throws Exception {
    try (var stage = Stage.complete(database);
        var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      assertEquals(201, stage.signUp("k1", "ann@example.com", PASSWORD).status());
      String ann = stage.clerkUserId("ann@example.com");
      String token = stage.sessionToken(stage.session(ann));
      for (int number = 1; number <= 5; number++) {
        int round = number;
        String seen = tag(stage, token);
        var one = threads.submit(() -> patch(stage, token, seen, "Ann One" + round));
        var two = threads.submit(() -> patch(stage, token, seen, "Ann Two" + round));
        assertEquals(
            List.of(200, 412),
            List.of(one.get().status(), two.get().status()).stream().sorted().toList());
        assertEquals(
            stage.clerkGet("/users/" + ann).path("last_name").asString(),
            stage.rows("select split_part(name, ' ', 2) from users").getFirst());
      }
    }
  }
}
