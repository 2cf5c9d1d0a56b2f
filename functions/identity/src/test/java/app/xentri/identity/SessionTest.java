package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session from the sign-in to its end. */
@ExtendWith(DatabaseExtension.class)
class SessionTest extends SessionCalls {

  @Test
  void theRightPasswordGetsATicketAndEverythingElseTheSameRefusal(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      Answer right = logIn(stage, "Ann@Example.com ".strip(), PASSWORD);
      Answer wrong = logIn(stage, "ann@example.com", "wrong");
      Answer unknown = logIn(stage, "eve@example.com", PASSWORD);

      assertEquals(200, right.status(), right.text());
      assertEquals(
          List.of(),
          stage.platform().schemas().violations("api/auth-login.response.json", right.data()));
      String ticket = right.data().path("sign_in_ticket").asString();
      assertEquals("complete", new Browser(stage.origin()).signInWithTicket(ticket));
      assertEquals(401, wrong.status());
      assertEquals(401, unknown.status());
      assertEquals(wrong.body().path("detail"), unknown.body().path("detail"));
    }
  }

  private static Answer logIn(Stage stage, String email, String password) {
    var body = Json.object().put("email", email).put("password", password);
    return stage.call("auth-login", "POST /api/v1/auth/login", Map.of(), body);
  }

  @Test
  void anExchangeMakesTheWorkspaceAndSetsACookieThatNoScriptCanRead(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      var person = Json.object().put("first_name", "Zoë").put("skip_password_requirement", true);
      person.putArray("email_address").add("zoe@example.com");
      String user = stage.clerkPost("/users", person).path("id").asString();
      Answer answer = stage.exchange(stage.sessionToken(stage.session(user)));

      assertEquals(200, answer.status(), answer.text());
      assertEquals(
          List.of(),
          stage.platform().schemas().violations("api/auth-exchange.response.json", answer.data()));
      assertTrue(answer.data().path("created").asBoolean());
      assertEquals("Zoë's workspace", answer.data().path("org").path("name").asString());
      assertEquals("zoe-workspace", answer.data().path("org").path("slug").asString());
      assertEquals(List.of("user.signup", "org.created"), stage.events());
      assertEquals(1, answer.cookies().size());
      String session = answer.cookies().getFirst();
      assertTrue(session.endsWith("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax"), session);
      assertEquals(200, stage.shell("me-get", "GET /api/v1/me", cookies(stage, answer)).status());
    }
  }

  @Test
  void aLoginIsToldOncePerSessionAndNotForTheSessionThatSignedUp(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      assertTrue(
          stage.exchange(stage.sessionToken(ann.sessionId())).data().path("created").asBoolean());
      stage.exchange(stage.sessionToken(ann.sessionId()));
      assertEquals(List.of("user.signup", "org.created"), stage.events());

      String later = stage.session(ann.userId());
      assertEquals(
          false, stage.exchange(stage.sessionToken(later)).data().path("created").asBoolean());
      stage.exchange(stage.sessionToken(later));
      assertEquals(List.of("user.signup", "org.created", "user.login"), stage.events());
      assertEquals(
          List.of("password"),
          stage.rows("select payload->>'method' from system_events where type like '%login%'"));
    }
  }

  @Test
  void anExchangeFromElsewhereOrWithoutAnActiveSessionIsRefused(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      String token = stage.sessionToken(ann.sessionId());
      var body = Json.object().put("token", token);
      for (Map<String, String> headers :
          List.of(Map.<String, String>of(), Map.of("origin", "https://evil.example"))) {
        Answer answer = stage.call("auth-exchange", "POST /api/v1/auth/exchange", headers, body);
        assertEquals(403, answer.status());
        assertEquals("origin_refused", answer.code());
      }
      assertEquals(401, stage.exchange("garbage").status());
      stage.clerkPost("/sessions/" + ann.sessionId() + "/revoke", Json.object());
      assertEquals(401, stage.exchange(token).status());
      assertEquals(List.of(), stage.exchange(token).cookies());
    }
  }

  @Test
  void aRefreshMintsTheNextTokenUntilTheSessionEnds(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      String cookies = cookies(stage, stage.exchange(stage.sessionToken(ann.sessionId())));
      Answer refreshed = refresh(stage, cookies);

      assertEquals(200, refreshed.status(), refreshed.text());
      int life = refreshed.data().path("expires_in").asInt();
      assertTrue(life > 580 && life <= 600, "expires in " + life);
      String since = renewed(stage, cookies, refreshed);
      assertFalse(since.endsWith(cookies.substring(cookies.indexOf('='))), "another token");
      assertEquals(200, stage.shell("me-get", "GET /api/v1/me", since).status());

      stage.clerkPost("/sessions/" + ann.sessionId() + "/revoke", Json.object());
      assertEnded(refresh(stage, since));
    }
  }

  @Test
  void aRefreshTakesATokenWhoseOwnLifeIsOverButNobodyElsesSession(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      stage.signUp("k2", "bob@example.com", PASSWORD);
      String bobs = stage.session(stage.clerkUserId("bob@example.com"));
      var over = Json.object();
      var claims = over.putObject("claims");
      claims.put("exp", Instant.now().minusSeconds(3600).getEpochSecond());
      String token = stage.bentToken(ann.sessionId(), over);

      assertEquals(401, stage.withBearer("me-get", "GET /api/v1/me", token).status());
      assertEquals(200, refresh(stage, cookie(stage, token)).status());
      claims.put("sid", bobs);
      assertEnded(refresh(stage, cookie(stage, stage.bentToken(ann.sessionId(), over))));
      claims.putNull("sid");
      assertEnded(refresh(stage, cookie(stage, stage.bentToken(ann.sessionId(), over))));
      assertEnded(refresh(stage, ""));
    }
  }

  @Test
  void aSessionThatTheProviderEndsIsOutAsSoonAsItTellsUs(TestDatabase database) throws Exception {
    try (var stage = Stage.complete(database)) {
      SignedUp ann = signUp(stage);
      String cookies = cookies(stage, stage.exchange(stage.sessionToken(ann.sessionId())));
      String other =
          cookies(stage, stage.exchange(stage.sessionToken(stage.session(ann.userId()))));
      stage.clerkPost("/sessions/" + ann.sessionId() + "/revoke", Json.object());
      stage.await("select clerk_session_id from ended_sessions", List.of(ann.sessionId()));

      assertEquals(401, stage.shell("me-get", "GET /api/v1/me", cookies).status());
      assertEnded(refresh(stage, cookies));
      assertEquals(200, stage.shell("me-get", "GET /api/v1/me", other).status());
    }
  }

  @Test
  void whoseAccountIsDeletedIsToldSoAndNobodyElseIs(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      String token = stage.sessionToken(ann.sessionId());
      String cookies = cookies(stage, stage.exchange(token));
      String bad = stage.bentToken(ann.sessionId(), Json.object().put("key", "unknown"));
      stage.execute("select take_in_user_deletion('" + ann.userId() + "')");
      Answer refreshed = refresh(stage, cookies);
      assertEquals(401, refreshed.status(), refreshed.text());
      assertEquals("account_deleted", refreshed.code());
      assertEquals(List.of(), refreshed.cookies());
      assertEquals("account_deleted", stage.exchange(token).code());
      assertEquals("account_deleted", stage.shell("me-get", "GET /api/v1/me", cookies).code());

      assertEnded(refresh(stage, cookie(stage, bad)));
      assertEquals("unauthenticated", stage.exchange(bad).code());
      assertEquals("unauthenticated", logIn(stage, "ann@example.com", "wrong").code());
    }
  }

  @Test
  void aProviderThatIsDownDoesNotEndTheSession(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      String cookies = cookies(stage, stage.exchange(stage.sessionToken(ann.sessionId())));
      stage.gate().fail("GET", "/v1/sessions/.*", Gate.Fault.BEFORE);
      Answer answer = refresh(stage, cookies);
      assertEquals(503, answer.status());
      assertEquals(List.of(), answer.cookies());
    }
  }

  @Test
  void aLogoutEndsTheSessionHereAndAtTheProviderAtOnce(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      String cookies = cookies(stage, stage.exchange(stage.sessionToken(ann.sessionId())));
      assertEquals(200, stage.shell("me-get", "GET /api/v1/me", cookies).status());

      Answer answer = logOut(stage, cookies);
      assertEquals(204, answer.status());
      assertEquals("", answer.cookie(stage.cookie()));
      assertTrue(answer.cookies().getFirst().contains("; Max-Age=0;"));
      assertEquals(
          "revoked", stage.clerkGet("/sessions/" + ann.sessionId()).path("status").asString());
      assertEquals(401, stage.shell("me-get", "GET /api/v1/me", cookies).status());
      assertEnded(refresh(stage, cookies));
    }
  }

  @Test
  void aLogoutSucceedsWhateverTheCookiesAreAndEndsNobodyElsesSession(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      stage.signUp("k2", "bob@example.com", PASSWORD);
      String bobs = stage.session(stage.clerkUserId("bob@example.com"));
      var forged = Json.object().put("key", "unknown");
      forged.putObject("claims").put("sid", bobs);
      String token = stage.bentToken(ann.sessionId(), forged);
      for (String cookies :
          List.of("", cookie(stage, "garbage"), cookie(stage, token), "xentri_sid=" + bobs)) {
        assertEquals(204, logOut(stage, cookies).status());
      }
      assertEquals("active", stage.clerkGet("/sessions/" + bobs).path("status").asString());
      assertEquals(List.of(), stage.rows("select clerk_session_id from ended_sessions"));

      assertEquals(
          403,
          stage.call("auth-logout", "POST /api/v1/auth/logout", Map.of(), Json.object()).status());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Gate.Fault.class,
      names = {"BEFORE", "BUSY"})
  void aLogoutHoldsEvenIfTheProviderIsDown(Gate.Fault fault, TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      String cookies = cookies(stage, stage.exchange(stage.sessionToken(ann.sessionId())));
      stage.gate().fail("POST", "/v1/sessions/.*/revoke", fault);
      assertEquals(204, logOut(stage, cookies).status());
      assertEquals(401, stage.shell("me-get", "GET /api/v1/me", cookies).status());
      stage.gate().takeCalls();
      assertEnded(refresh(stage, cookies));
      assertEquals(List.of(), stage.gate().takeCalls());
    }
  }
}
