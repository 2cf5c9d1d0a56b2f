package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a good token is worth is decided here, each time. (Bad ones end in the platform's tests.)
 */
@ExtendWith(DatabaseExtension.class)
class TokenTest {

  private static final String PASSWORD = "correct horse battery";

  /** Somebody with a session, with tokens in either version. */
  private record Person(Stage stage, String email) {

    static Person signUp(Stage stage, String name) {
      String email = name + "@example.com";
      assertEquals(201, stage.signUp("k-" + name, email, PASSWORD).status());
      return new Person(stage, email);
    }

    String clerkOrg() {
      return stage
          .rows(
              "select o.clerk_org_id from organizations o join memberships m on m.org_id = o.id join users u on u.id = m.user_id where u.email = '"
                  + email
                  + "'")
          .getFirst();
    }

    String session() {
      return stage.session(stage.clerkUserId(email));
    }

    String token(int version, String session, ObjectNode changes) {
      ObjectNode how = Json.object();
      ObjectNode claims = how.putObject("claims");
      if (version == 1) {
        claims.putNull("v").putNull("o");
      }
      claims.setAll(changes);
      return stage.bentToken(session, how);
    }
  }

  private static Answer me(Stage stage, String token, String org) {
    var headers = new HashMap<String, String>();
    headers.put("authorization", "Bearer " + token);
    if (!org.equals("-")) {
      headers.put("x-org-id", org);
    }
    return stage.call("me-get", "GET /api/v1/me", headers, Json.object());
  }

  private static void assertRefused(int status, String code, Answer answer) {
    assertEquals(status, answer.status(), answer.text());
    assertEquals(code, answer.code());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aGoodTokenOfSomeoneWhoIsNoMemberIsForbidden(int version, TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      Person ann = Person.signUp(stage, "ann");
      Person bob = Person.signUp(stage, "bob");
      String session = ann.session();
      String good = ann.token(version, session, org(version, ann.clerkOrg()));
      assertEquals(200, me(stage, good, "-").status());

      ObjectNode stranger = Json.object().put("sub", "user_nobody");
      assertRefused(403, "no_workspace", me(stage, ann.token(version, session, stranger), "-"));
      ObjectNode number = Json.object().put("sub", 7);
      assertRefused(403, "no_workspace", me(stage, ann.token(version, session, number), "-"));
      ObjectNode foreign = org(version, bob.clerkOrg());
      assertRefused(403, "not_a_member", me(stage, ann.token(version, session, foreign), "-"));

      String bobs =
          me(stage, bob.token(version, bob.session(), Json.object()), "-")
              .data()
              .path("org")
              .path("id")
              .asString();
      for (String org :
          new String[] {bobs, UUID.randomUUID().toString(), ann.clerkOrg(), "1-1-1-1-1", ""}) {
        assertRefused(403, "not_a_member", me(stage, good, org));
      }
      String own = me(stage, good, "-").data().path("org").path("id").asString();
      assertEquals(200, me(stage, good, own).status());
    }
  }

  private static ObjectNode org(int version, String clerkOrg) {
    ObjectNode claims = Json.object();
    if (version == 1) {
      return claims.put("org_id", clerkOrg).put("org_role", "org:admin");
    }
    claims.putObject("o").put("id", clerkOrg).put("rol", "admin");
    return claims;
  }

  @Test
  void anEndedSessionADeletedPersonAndADeletedOrgAreOutAtOnceThoughTheTokenIsKnown(
      TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      Person ann = Person.signUp(stage, "ann");
      String ended = ann.session();
      String token = ann.token(2, ended, Json.object());
      assertEquals(200, me(stage, token, "-").status());
      stage.execute("insert into ended_sessions values ('" + ended + "')");
      assertRefused(401, "unauthenticated", me(stage, token, "-"));
      String other = ann.token(2, ann.session(), Json.object());
      assertEquals(200, me(stage, other, "-").status());
      stage.execute("update organizations set deleted_at = now()");
      assertRefused(403, "no_workspace", me(stage, other, "-"));
      stage.execute("update organizations set deleted_at = null");
      assertEquals(200, me(stage, other, "-").status());
      stage.execute("update users set deleted_at = now()");
      for (String org : List.of("-", UUID.randomUUID().toString())) {
        assertRefused(401, "account_deleted", me(stage, other, org));
      }
      assertRefused(
          401, "account_deleted", stage.withBearer("orgs-list", "GET /api/v1/orgs", other));
      // Nobody but its owner is told so.
      String forged = stage.bentToken(ended, Json.object().put("key", "unknown"));
      assertRefused(401, "unauthenticated", me(stage, forged, "-"));
      assertRefused(401, "unauthenticated", me(stage, token, "-"));
    }
  }

  @Test
  void aRequestOfAPageThatShowsAnotherPersonOrOrgDoesNothing(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      Person ann = Person.signUp(stage, "ann");
      String token = ann.token(2, ann.session(), Json.object());
      Answer me = me(stage, token, "-");
      String user = me.data().path("id").asString();
      String org = me.data().path("org").path("id").asString();
      String other = UUID.randomUUID().toString();
      for (String shows : new String[] {other + "/" + org, user + "/" + other, org + "/" + user}) {
        var headers =
            Map.of(
                "authorization",
                "Bearer " + token,
                "x-xentri-shows",
                shows,
                "if-match",
                String.valueOf(me.headers().get("etag")));
        var change = Json.object().put("theme", "dark");
        Answer refused = stage.call("me-patch", "PATCH /api/v1/me", headers, change);
        assertRefused(409, "session_changed", refused);
        assertEquals("system", me(stage, token, "-").data().path("theme").asString());
      }
      var own = Map.of("authorization", "Bearer " + token, "x-xentri-shows", user + "/" + org);
      assertEquals(200, stage.call("me-get", "GET /api/v1/me", own, Json.object()).status());
    }
  }
}
