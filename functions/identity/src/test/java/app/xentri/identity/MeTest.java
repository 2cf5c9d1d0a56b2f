package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(DatabaseExtension.class)
class MeTest {

  private static String signUp(Stage stage) {
    stage.signUp("k1", "ann@example.com", "correct horse battery");
    return stage.sessionToken(stage.session(stage.clerkUserId("ann@example.com")));
  }

  private static Answer get(Stage stage, String token) {
    return stage.withBearer("me-get", "GET /api/v1/me", token);
  }

  private static Answer patch(
      Stage stage, String token, @Nullable String version, JsonNode change) {
    var headers = new HashMap<>(Map.of("authorization", "Bearer " + token));
    if (version != null) {
      headers.put("if-match", version);
    }
    return stage.call("me-patch", "PATCH /api/v1/me", headers, change);
  }

  /** The tag of a version of the person in an answer. */
  private static String tag(Answer shown, int version) {
    var id = UUID.fromString(shown.data().path("id").asString());
    var org = UUID.fromString(shown.data().path("org").path("id").asString());
    return EntityTag.of("me", id, org, version).toString();
  }

  private static String current(Stage stage, String token) {
    return String.valueOf(get(stage, token).headers().get("etag"));
  }

  @Test
  void showsThePersonAndWhereTheyAre(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage);
      Answer me = get(stage, token);
      assertEquals(200, me.status());
      assertEquals(
          List.of(), stage.platform().schemas().violations("api/me-get.response.json", me.data()));
      assertEquals(tag(me, 1), me.headers().get("etag"));
      assertEquals("ann@example.com", me.data().path("email").asString());
      assertEquals("system", me.data().path("theme").asString());
      assertTrue(me.data().path("avatar_url").isNull());
    }
  }

  @Test
  void isNeverLeftOutBecauseOfATagThatDoesNotKnowTheOrg(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage);
      Answer me = get(stage, token);
      assertEquals("no-store", me.headers().get("cache-control"));
      var known = Map.of("authorization", "Bearer " + token, "if-none-match", tag(me, 1));
      assertEquals(200, stage.call("me-get", "GET /api/v1/me", known, Json.object()).status());
    }
  }

  @Test
  void changesWhatIsGivenAndTellsOnlyWhichFields(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage);
      var change =
          Json.object()
              .put("name", "  Ann   Lee Smith ")
              .put("avatar_url", "https://images.example.com/a.png")
              .put("theme", "dark");
      Answer before = get(stage, token);
      Answer changed = patch(stage, token, tag(before, 1), change);
      assertEquals(200, changed.status(), changed.text());
      assertEquals(tag(before, 2), changed.headers().get("etag"));
      assertEquals("Ann Lee Smith", changed.data().path("name").asString());
      assertEquals(
          List.of("[\"name\", \"avatar_url\", \"theme\"]"),
          stage.rows("select payload->>'fields' from system_events where type like '%updated%'"));
      JsonNode there = stage.clerkGet("/users/" + stage.clerkUserId("ann@example.com"));
      assertEquals("Ann", there.path("first_name").asString());
      assertEquals("Lee Smith", there.path("last_name").asString());

      Answer without = patch(stage, token, tag(before, 2), Json.object().putNull("avatar_url"));
      assertTrue(without.data().path("avatar_url").isNull());
      assertEquals("dark", without.data().path("theme").asString());
    }
  }

  @Test
  void aChangeThatChangesNothingIsNotOne(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage);
      Answer before = get(stage, token);
      Answer same = patch(stage, token, tag(before, 1), Json.object().put("theme", "system"));
      assertEquals(tag(before, 1), same.headers().get("etag"));
      assertEquals(List.of("user.signup", "org.created"), stage.events());
    }
  }

  @Test
  void whoeverIsLateGetsTheCurrentState(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage);
      Answer before = get(stage, token);
      patch(stage, token, tag(before, 1), Json.object().put("theme", "dark"));
      Answer late = patch(stage, token, tag(before, 1), Json.object().put("theme", "light"));
      assertEquals(412, late.status());
      assertEquals("dark", late.body().path("current").path("theme").asString());
      assertEquals(tag(before, 2), late.headers().get("etag"));
      assertEquals(400, patch(stage, token, null, Json.object().put("theme", "light")).status());
      assertEquals(List.of("dark"), stage.rows("select theme from users"));
    }
  }

  @Test
  void whatTheSchemaDoesNotAllowIsRefusedWithAPointer(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage);
      for (JsonNode wrong :
          List.<JsonNode>of(
              Json.object().put("theme", "sepia"),
              Json.object().put("avatar_url", "//evil.example/a.png"),
              Json.object().put("avatar_url", "javascript:alert(1)"),
              Json.object().put("name", "x".repeat(121)),
              Json.object().put("email", "eve@example.com"))) {
        Answer answer = patch(stage, token, current(stage, token), wrong);
        assertEquals(422, answer.status(), wrong.toString());
        assertTrue(answer.body().path("errors").path(0).path("pointer").asString().startsWith("/"));
      }
    }
  }

  @Test
  void aProviderThatIsDownRefusesANameAndNothingElse(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage);
      stage.gate().fail("PATCH", "/v1/users/.*", Gate.Fault.BEFORE);
      String seen = current(stage, token);
      assertEquals(503, patch(stage, token, seen, Json.object().put("name", "Ann")).status());
      assertEquals(List.of("1"), stage.rows("select version from users"));
      assertEquals(200, patch(stage, token, seen, Json.object().put("theme", "dark")).status());
    }
  }

  @Test
  void aNameGoesThereAndDoesNotComeBackAsAChange(TestDatabase database) throws Exception {
    try (var stage = Stage.complete(database)) {
      String token = signUp(stage);
      stage.await("select count(*) from clerk_messages", List.of("3"));
      patch(stage, token, current(stage, token), Json.object().put("name", "Ann One"));
      patch(stage, token, current(stage, token), Json.object().put("name", "Ann Two"));
      stage.await("select count(*) from clerk_messages", List.of("5"));
      assertEquals(List.of("Ann Two"), stage.rows("select name from users"));
      assertEquals(List.of("3"), stage.rows("select version from users"));
      assertEquals(
          List.of("user.signup", "org.created", "user.updated", "user.updated"), stage.events());
    }
  }
}
