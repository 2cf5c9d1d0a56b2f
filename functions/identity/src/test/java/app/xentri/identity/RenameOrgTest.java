package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(DatabaseExtension.class)
class RenameOrgTest {

  private static final String PASSWORD = "correct horse battery";

  private static String signUp(Stage stage, String email) {
    stage.signUp("k" + email.hashCode(), email, PASSWORD);
    return stage.sessionToken(stage.session(stage.clerkUserId(email)));
  }

  private static Answer current(Stage stage, String token) {
    return stage.withBearer("orgs-current", "GET /api/v1/orgs/current", token);
  }

  private static Answer patch(Stage stage, String token, String seen, JsonNode change) {
    return stage.call(
        "orgs-patch",
        "PATCH /api/v1/orgs/current",
        Map.of("authorization", "Bearer " + token, "if-match", seen),
        change);
  }

  private static String tag(Answer answer) {
    return String.valueOf(answer.headers().get("etag"));
  }

  private static Answer name(Stage stage, String token, String name) {
    return patch(stage, token, tag(current(stage, token)), Json.object().put("name", name));
  }

  @Test
  void itIsCalledSoHereAndAtTheProviderAndTheEventTellsNoName(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      assertFalse(current(stage, token).data().path("name_settled").asBoolean());
      Answer named = name(stage, token, "  Hart   Plumbing ");

      assertEquals(200, named.status(), named.text());
      assertEquals(
          List.of(),
          stage.platform().schemas().violations("api/orgs-patch.response.json", named.data()));
      assertEquals("Hart Plumbing", named.data().path("name").asString());
      assertTrue(named.data().path("name_settled").asBoolean());
      assertEquals(tag(current(stage, token)), tag(named));
      JsonNode there = stage.clerkGet("/organizations").path("data").path(0);
      assertEquals("Hart Plumbing", there.path("name").asString());
      assertEquals(
          List.of("{\"org_id\": \"" + named.data().path("id").asString() + "\"}"),
          stage.rows("select payload from system_events where type = 'xentri.org.renamed.v1'"));
    }
  }

  @Test
  void thatItsNameStaysIsKeptAndIsNoEvent(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      Answer before = current(stage, token);
      Answer kept = patch(stage, token, tag(before), Json.object().put("keep_name", true));
      assertEquals(before.data().path("name"), kept.data().path("name"));
      assertTrue(current(stage, token).data().path("name_settled").asBoolean());
      Answer again = patch(stage, token, tag(kept), Json.object().put("keep_name", true));
      assertEquals(tag(kept), tag(again), "a change that changes nothing is not one");
      assertEquals(List.of("user.signup", "org.created"), stage.events());
    }
  }

  @Test
  void whoeverIsLateGetsTheCurrentStateAndNeitherKnowsOfTheirName(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      String seen = tag(current(stage, token));
      name(stage, token, "Hart Plumbing");
      Answer late = patch(stage, token, seen, Json.object().put("name", "Lund"));
      assertEquals(412, late.status());
      assertEquals("Hart Plumbing", late.body().path("current").path("name").asString());
      JsonNode there = stage.clerkGet("/organizations").path("data").path(0);
      assertEquals("Hart Plumbing", there.path("name").asString());
    }
  }

  @Test
  void aProviderThatIsDownRefusesANameAndTakesNothing(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      stage.gate().fail("PATCH", "/v1/organizations/.*", Gate.Fault.BEFORE);
      assertEquals(503, name(stage, token, "Hart Plumbing").status());
      assertEquals(List.of("1"), stage.rows("select version from organizations"));
      String seen = tag(current(stage, token));
      assertEquals(200, patch(stage, token, seen, Json.object().put("keep_name", true)).status());
    }
  }

  @Test
  void aNameGoesThereAndDoesNotComeBackAsAChange(TestDatabase database) throws Exception {
    try (var stage = Stage.complete(database)) {
      String token = signUp(stage, "ann@example.com");
      stage.await("select count(*) from clerk_messages", List.of("3"));
      name(stage, token, "Hart One");
      name(stage, token, "Hart Two");
      stage.await("select count(*) from clerk_messages", List.of("5"));
      assertEquals(List.of("Hart Two"), stage.rows("select name from organizations"));
      assertEquals(
          List.of("user.signup", "org.created", "org.renamed", "org.renamed"), stage.events());
    }
  }

  @ParameterizedTest
  @CsvSource({"org:admin, 200", "org:member, 403"})
  void anAdminCanAndAMemberCannot(String role, int status, TestDatabase database) throws Exception {
    try (var stage = Stage.complete(database)) {
      signUp(stage, "ann@example.com");
      String bob = signUp(stage, "bob@example.com");
      stage.await("select count(*) from clerk_messages", List.of("6"));
      String ofAnn = "select %s from organizations where name like 'Ann%%'";
      stage.clerkPost(
          "/organizations/%s/memberships"
              .formatted(stage.rows(ofAnn.formatted("clerk_org_id")).getFirst()),
          Json.object().put("user_id", stage.clerkUserId("bob@example.com")).put("role", role));
      stage.await("select count(*) from memberships", List.of("3"));
      String org = stage.rows(ofAnn.formatted("id")).getFirst();
      var there = Map.of("authorization", "Bearer " + bob, "x-org-id", org);
      String seen =
          tag(stage.call("orgs-current", "GET /api/v1/orgs/current", there, Json.object()));
      for (JsonNode change :
          List.of(Json.object().put("keep_name", true), Json.object().put("name", "Bob's"))) {
        Answer answer =
            stage.call(
                "orgs-patch",
                "PATCH /api/v1/orgs/current",
                Map.of("authorization", "Bearer " + bob, "x-org-id", org, "if-match", seen),
                change);
        assertEquals(status, answer.status(), answer.text());
        seen = status == 200 ? tag(answer) : seen;
      }
      assertEquals(
          List.of(status == 200 ? "1" : "0"),
          stage.rows("select count(*) from organizations where name = 'Bob''s'"));
    }
  }
}
