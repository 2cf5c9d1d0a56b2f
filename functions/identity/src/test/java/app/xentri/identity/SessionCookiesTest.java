package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Cookies that come late, twice, from somebody else, or from a page that shows another. */
@ExtendWith(DatabaseExtension.class)
class SessionCookiesTest extends SessionCalls {

  @Test
  void theCookieNamesItsSessionInWhatIsSignedAndLivesForTenMinutes(TestDatabase database)
      throws ParseException {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      Answer exchanged = stage.exchange(stage.sessionToken(ann.sessionId()));
      Answer refreshed = refresh(stage, cookies(stage, exchanged));
      for (String token :
          List.of(
              exchanged.cookie(stage.cookie()), refreshed.cookie(stage.cookie() + "_renewed"))) {
        var claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertEquals(ann.sessionId(), claims.getClaim("sid"));
        assertEquals(
            Duration.ofMinutes(10),
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()));
      }
    }
  }

  /** The cookie header of a browser that has several of our cookie's name. */
  private static String several(Stage stage, String... tokens) {
    return Arrays.stream(tokens)
        .map(token -> cookie(stage, token))
        .collect(Collectors.joining("; "));
  }

  private String exchanged(Stage stage, SignedUp person) {
    return stage.exchange(stage.sessionToken(person.sessionId())).cookie(stage.cookie());
  }

  @Test
  void aLateRefusalLeavesTheCookieOfANewerSessionAlone(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      String old = exchanged(stage, ann);
      stage.clerkPost("/sessions/" + ann.sessionId() + "/revoke", Json.object());
      String later = stage.session(ann.userId());
      String fresh = stage.exchange(stage.sessionToken(later)).cookie(stage.cookie());
      for (String function : List.of("auth-refresh", "me-get")) {
        String route = function.equals("me-get") ? "GET /api/v1/me" : "POST /api/v1/auth/refresh";
        assertEquals(List.of(), stage.shell(function, route, cookie(stage, "garbage")).cookies());
      }
      assertEnded(refresh(stage, cookie(stage, old)));
      assertEquals(200, stage.shell("me-get", "GET /api/v1/me", cookie(stage, fresh)).status());
    }
  }

  /** Its answer may be the last one to arrive, and be of somebody else. */
  @Test
  void aLateSuccessLeavesTheSessionThatWasOpenedMeanwhileAlone(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String anns = cookie(stage, exchanged(stage, signUp(stage)));
      Answer late = refresh(stage, anns);
      assertEquals(200, late.status(), late.text());
      stage.signUp("k2", "bob@example.com", PASSWORD);
      String bob = stage.clerkUserId("bob@example.com");
      String bobs = cookie(stage, exchanged(stage, new SignedUp("", stage.session(bob))));

      String cookies = renewed(stage, bobs, late);
      Answer me = stage.shell("me-get", "GET /api/v1/me", cookies);
      assertEquals(200, me.status(), me.text());
      assertEquals("bob@example.com", me.data().path("email").asString());
      Answer next = refresh(stage, cookies);
      assertEquals(200, next.status(), next.text());
      String both = renewed(stage, bobs, next);
      assertEquals(
          "bob@example.com",
          stage.shell("me-get", "GET /api/v1/me", both).data().path("email").asString());
      assertEquals(
          401, stage.shell("me-get", "GET /api/v1/me", renewed(stage, "a=b", next)).status());
    }
  }

  @Test
  void aStaleOrEmptyCookieBesideTheGoodOneHidesItFromNobody(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      String ended = exchanged(stage, ann);
      stage.clerkPost("/sessions/" + ann.sessionId() + "/revoke", Json.object());
      String good =
          stage.exchange(stage.sessionToken(stage.session(ann.userId()))).cookie(stage.cookie());
      for (String beside : List.of("stale", "", ended)) {
        for (String cookies : List.of(several(stage, beside, good), several(stage, good, beside))) {
          Answer refreshed = refresh(stage, cookies);
          assertEquals(200, refreshed.status(), refreshed.text());
          String next = renewed(stage, cookies, refreshed);
          assertEquals(200, stage.shell("me-get", "GET /api/v1/me", next).status(), next);
        }
      }
      assertEquals(204, logOut(stage, several(stage, "stale", "", good)).status());
      assertEquals(401, stage.shell("me-get", "GET /api/v1/me", cookie(stage, good)).status());
    }
  }

  @Test
  void aCookieThatSomebodyPlantedMakesNobodyActAsThem(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String mine = exchanged(stage, signUp(stage));
      stage.signUp("k2", "eve@example.com", PASSWORD);
      String evesSession = stage.session(stage.clerkUserId("eve@example.com"));
      String planted = exchanged(stage, new SignedUp("", evesSession));
      for (String cookies : List.of(several(stage, planted, mine), several(stage, mine, planted))) {
        for (Answer answer :
            List.of(
                stage.shell("me-get", "GET /api/v1/me", cookies),
                stage.shell("orgs-list", "GET /api/v1/orgs", cookies),
                refresh(stage, cookies))) {
          assertEquals(409, answer.status(), answer.text());
          assertEquals("session_ambiguous", answer.code());
          assertEquals(List.of(), answer.cookies());
        }
      }
      // Signing out ends what the browser has, whoever planted it.
      assertEquals(204, logOut(stage, several(stage, planted, mine)).status());
      assertEquals(401, stage.shell("me-get", "GET /api/v1/me", cookie(stage, mine)).status());
    }
  }

  @Test
  void whatEndsOrRenewsASessionDoesItForWhomThePageShowsOnly(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String cookies = cookie(stage, exchanged(stage, signUp(stage)));
      JsonNode me = stage.shell("me-get", "GET /api/v1/me", cookies).data();
      String user = me.path("id").asString();
      String org = me.path("org").path("id").asString();
      String nobody = UUID.randomUUID().toString();
      for (String function : List.of("auth-refresh", "auth-logout")) {
        Answer other = showing(stage, function, cookies, nobody + "/" + org);
        assertEquals(409, other.status(), other.text());
        assertEquals("session_changed", other.code());
        assertEquals(List.of(), other.cookies());
        Answer malformed = showing(stage, function, cookies, user);
        assertEquals(400, malformed.status(), malformed.text());
        assertEquals("shows_malformed", malformed.code());
      }
      assertEquals(List.of(), stage.rows("select clerk_session_id from ended_sessions"));
      assertEquals(200, showing(stage, "auth-refresh", cookies, user + "/" + org).status());
      assertEquals(204, showing(stage, "auth-logout", cookies, user + "/" + org).status());
      assertEquals(401, stage.shell("me-get", "GET /api/v1/me", cookies).status());
    }
  }

  private static Answer showing(Stage stage, String function, String cookies, String shows) {
    var headers = Map.of("origin", stage.origin(), "cookie", cookies, "x-xentri-shows", shows);
    String route = "POST /api/v1/auth/" + function.substring("auth-".length());
    return stage.call(function, route, headers, Json.object());
  }

  @Test
  void aPageThatShowsSomebodyElseOpensNoSession(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      SignedUp ann = signUp(stage);
      var token = Json.object().put("token", stage.sessionToken(ann.sessionId()));
      String org = stage.rows("select id from organizations").getFirst();
      var headers =
          Map.of("origin", stage.origin(), "x-xentri-shows", UUID.randomUUID() + "/" + org);
      Answer answer = stage.call("auth-exchange", "POST /api/v1/auth/exchange", headers, token);
      assertEquals(409, answer.status(), answer.text());
      assertEquals("session_changed", answer.code());
      assertEquals(List.of(), answer.cookies());
    }
  }
}
