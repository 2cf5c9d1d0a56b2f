package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.EntityTag;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.Requests;
import app.xentri.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(DatabaseExtension.class)
class OrgTest {

  private static String signUp(Stage stage, String email) {
    stage.signUp("k" + email.hashCode(), email, "correct horse battery");
    return stage.sessionToken(stage.session(stage.clerkUserId(email)));
  }

  private static Answer create(Stage stage, String token, String key, String name) {
    return stage.call(
        "orgs-create",
        "POST /api/v1/orgs",
        Map.of("authorization", "Bearer " + token, "idempotency-key", key),
        Json.object().put("name", name));
  }

  private static Answer list(Stage stage, String token, Map<String, String> query) {
    ObjectNode event =
        Requests.event("GET /api/v1/orgs", Map.of("authorization", "Bearer " + token), "");
    ObjectNode parameters = event.putObject("queryStringParameters");
    query.forEach(parameters::put);
    return stage.call("orgs-list", event);
  }

  @Test
  void makesAnOrgOfTheCallersAndTellsItThere(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      Answer made = create(stage, token, "o1", " Ann's Bäckerei ");

      assertEquals(201, made.status(), made.text());
      assertEquals(
          List.of(),
          stage.platform().schemas().violations("api/orgs-create.response.json", made.data()));
      assertEquals("Ann's Bäckerei", made.data().path("name").asString());
      assertEquals("ann-backerei", made.data().path("slug").asString());
      assertEquals("owner", made.data().path("role").asString());
      String id = made.data().path("id").asString();
      assertEquals(
          List.of("1 xentri.org.created.v1 user"),
          stage.rows(
              "select org_seq || ' ' || type || ' ' || actor_type from system_events where org_id = '"
                  + id
                  + "'"));
      var there = Map.of("authorization", "Bearer " + token, "x-org-id", id);
      Answer current = stage.call("orgs-current", "GET /api/v1/orgs/current", there, Json.object());
      assertEquals(id, current.data().path("id").asString());
      var org = UUID.fromString(id);
      assertEquals(
          EntityTag.of("organization", org, org, 1).toString(), current.headers().get("etag"));
      assertEquals(
          List.of(),
          stage.platform().schemas().violations("api/orgs-current.response.json", current.data()));
    }
  }

  @Test
  void theAnswerIsKeptWhereTheRequestWasMadeAndTheEventWhereTheOrgIs(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      String id = create(stage, token, "o1", "Bakery").data().path("id").asString();
      assertEquals(
          List.of("1"),
          stage.rows("select count(*) from idempotency_keys where org_id <> '" + id + "'"));
      assertEquals(
          List.of("0"),
          stage.rows("select count(*) from idempotency_keys where org_id = '" + id + "'"));
      assertEquals(id, create(stage, token, "o1", "Bakery").data().path("id").asString());
      assertEquals(
          List.of("org.created"),
          stage.rows(
              "select substring(type from 8 for 11) from system_events where org_id = '"
                  + id
                  + "'"));
    }
  }

  @Test
  void theSameKeyMakesOneOrgHoweverOftenItIsSent(TestDatabase database) throws Exception {
    try (var stage = Stage.complete(database);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String token = signUp(stage, "ann@example.com");
      var running = new ArrayList<Future<Answer>>();
      for (int i = 0; i < 50; i++) {
        running.add(threads.submit(() -> create(stage, token, "o1", "Bakery")));
      }
      var texts = new ArrayList<String>();
      for (var future : running) {
        texts.add(future.get().text());
      }
      assertEquals(1, texts.stream().distinct().count());
      assertTrue(texts.getFirst().contains("\"Bakery\""), texts.getFirst());
      assertEquals(List.of("2"), stage.rows("select count(*) from organizations"));
      assertEquals(2, stage.clerkGet("/organizations").path("total_count").asInt());
      assertEquals(422, create(stage, token, "o1", "Butcher").status());
      stage.await("select count(*) from clerk_messages", List.of("5"));
      assertEquals(List.of("3"), stage.rows("select count(*) from system_events"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Gate.Fault.class,
      names = {"BEFORE", "AFTER"})
  void aFailureOnTheWayLeavesNoSecondOrgBehind(Gate.Fault fault, TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      stage.gate().fail("POST", "/v1/organizations", fault);
      assertEquals(503, create(stage, token, "o1", "Bakery").status());
      assertEquals(List.of("1"), stage.rows("select count(*) from organizations"));
      stage.gate().heal();
      assertEquals(201, create(stage, token, "o1", "Bakery").status());
      assertEquals(2, stage.clerkGet("/organizations").path("total_count").asInt());
      assertEquals(List.of("2"), stage.rows("select count(*) from organizations"));
    }
  }

  @Test
  void whoeverWaitsTooLongForTheirTurnIsAskedToComeAgain(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      String turn =
          "insert into provider_turns values ('%s', gen_random_uuid(), now() %s interval '1 hour')";
      String ann = stage.clerkUserId("ann@example.com");
      stage.execute(turn.formatted(ann, "+"));

      Answer answer = create(stage, token, "o1", "Bakery");
      assertEquals(503, answer.status(), answer.text());
      assertEquals("busy", answer.code());
      assertTrue(answer.headers().containsKey("retry-after"));
      // Whoever had it has died.
      stage.execute("delete from provider_turns");
      stage.execute(turn.formatted(ann, "-"));
      assertEquals(201, create(stage, token, "o1", "Bakery").status());
    }
  }

  @Test
  void anOrgThatTheMessageBroughtFirstIsFoundByTheNextAttempt(TestDatabase database)
      throws Exception {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      stage.gate().fail("POST", "/v1/organizations", Gate.Fault.AFTER);
      assertEquals(503, create(stage, token, "o1", "Bakery").status());
      stage.gate().heal();
      stage.deliver();
      stage.await("select count(*) from organizations", List.of("2"));
      assertEquals(201, create(stage, token, "o1", "Bakery").status());
      assertEquals(List.of("2"), stage.rows("select count(*) from organizations"));
      assertEquals(List.of("3"), stage.rows("select count(*) from system_events"));
    }
  }

  @Test
  void listsTheCallersOrgsOnlyAndInPages(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String ann = signUp(stage, "ann@example.com");
      String bob = signUp(stage, "bob@example.com");
      create(stage, ann, "o1", "One");
      create(stage, ann, "o2", "Two");

      Answer first = list(stage, ann, Map.of("limit", "2"));
      assertEquals(200, first.status(), first.text());
      assertEquals(
          List.of(),
          stage.platform().schemas().violations("api/orgs-list.response.json", first.data()));
      String cursor = first.body().path("meta").path("next_cursor").asString();
      Answer second = list(stage, ann, Map.of("limit", "2", "cursor", cursor));
      assertEquals(List.of("Ann's workspace", "One"), names(first));
      assertEquals(List.of("Two"), names(second));
      assertTrue(second.body().path("meta").path("next_cursor").isNull());
      assertEquals(List.of("Bob's workspace"), names(list(stage, bob, Map.of())));
      assertNotEquals(names(first), names(second));
    }
  }

  private static List<String> names(Answer answer) {
    var names = new ArrayList<String>();
    for (JsonNode org : answer.data()) {
      names.add(org.path("name").asString());
    }
    return names;
  }

  private static final String ID = "0d8f6a52-1f0a-4f3d-9a55-6f6f4f9b1c11";

  private static String cursor(String plain) {
    byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Test
  void aPageThatIsNoneIsABadRequest(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      for (Map<String, String> query :
          List.of(
              Map.of("limit", "0"),
              Map.of("limit", "101"),
              Map.of("limit", "x"),
              Map.of("cursor", "###"),
              Map.of("cursor", "eHx5"),
              Map.of("cursor", "MjAyNi0xMS0yM1QwODozMDowMFp8eA"),
              Map.of("cursor", cursor("+300000-01-01T00:00:00Z|" + ID)),
              Map.of("cursor", cursor("orgs|+300000-01-01T00:00:00Z|" + ID)),
              Map.of("cursor", cursor("orgs|2026-11-23T08:30:00Z|\u0000")),
              Map.of("cursor", cursor("events|1")),
              Map.of("other", "1"))) {
        Answer answer = list(stage, token, query);
        assertEquals(400, answer.status(), query.toString());
        assertEquals("invalid_query", answer.code());
      }
    }
  }

  @Test
  void whoeverIsInNoOrgAnyMoreIsToldSoAndMakesOne(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String token = signUp(stage, "ann@example.com");
      String lost = stage.rows("select id from organizations").getFirst();
      stage.execute("update organizations set deleted_at = now()");
      var there = Map.of("authorization", "Bearer " + token, "x-org-id", lost);
      for (Answer refused :
          List.of(
              stage.withBearer("me-get", "GET /api/v1/me", token),
              stage.call("me-get", "GET /api/v1/me", there, Json.object()))) {
        assertEquals(403, refused.status());
        assertEquals("no_workspace", refused.code());
      }

      Answer made = create(stage, token, "o1", "Bakery");
      assertEquals(201, made.status(), made.text());
      assertEquals("owner", made.data().path("role").asString());
      assertEquals(made.text(), create(stage, token, "o1", "Bakery").text());
      assertEquals(200, stage.withBearer("me-get", "GET /api/v1/me", token).status());
      // To somebody who is in an org, another one is not theirs.
      assertEquals(
          "not_a_member", stage.call("me-get", "GET /api/v1/me", there, Json.object()).code());
      assertEquals(
          List.of("xentri.org.created.v1"),
          stage.rows(
              "select type from system_events e join organizations o on o.id = e.org_id where o.name = 'Bakery'"));
    }
  }

  @Test
  void twoPeopleInNoOrgWithOneKeyGetOneEach(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String ann = signUp(stage, "ann@example.com");
      String bob = signUp(stage, "bob@example.com");
      stage.execute("update organizations set deleted_at = now()");
      String one = create(stage, ann, "o1", "Bakery").data().path("id").asString();
      String two = create(stage, bob, "o1", "Bakery").data().path("id").asString();
      assertNotEquals(one, two);
      assertEquals(2, stage.rows("select id from organizations where name = 'Bakery'").size());
    }
  }

  @Test
  void anAccountThatIsDeletedOrASessionThatHasEndedMakesNone(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String ann = signUp(stage, "ann@example.com");
      stage.execute("update organizations set deleted_at = now()");
      stage.execute("select end_session(s) from (select 'sess_other' as s) one");
      stage.execute("update users set deleted_at = now()");
      stage.gate().takeCalls();
      for (Answer refused :
          List.of(
              create(stage, ann, "o1", "Bakery"),
              stage.withBearer("me-get", "GET /api/v1/me", ann))) {
        assertEquals(401, refused.status(), refused.text());
        assertEquals("account_deleted", refused.code());
      }
      assertEquals(List.of(), stage.gate().takeCalls());
    }
  }
}
