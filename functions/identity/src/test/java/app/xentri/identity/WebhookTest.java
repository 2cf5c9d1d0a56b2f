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
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(DatabaseExtension.class)
class WebhookTest {

  private static final String PASSWORD = "correct horse battery";
  private static final String ROUTE = "POST /api/v1/webhooks/clerk";

  private static Map<String, String> headers(Stage stage, String id, long seconds, String body) {
    return new HashMap<>(
        Map.of(
            "svix-id",
            id,
            "svix-timestamp",
            Long.toString(seconds),
            "svix-signature",
            Svix.signature(stage.clerk().webhookSecret(), id, seconds, body)));
  }

  private static Answer post(Stage stage, Map<String, String> headers, String body) {
    return stage.call("clerk-webhook", Requests.event(ROUTE, headers, body));
  }

  private static String send(Stage stage, String id, String type, ObjectNode data) {
    ObjectNode message = Json.object().put("type", type).put("object", "event");
    message.set("data", data);
    String body = Json.write(message);
    Answer answer = post(stage, headers(stage, id, Instant.now().getEpochSecond(), body), body);
    assertEquals(200, answer.status(), answer.text());
    assertEquals(
        List.of(),
        stage.platform().schemas().violations("api/clerk-webhook.response.json", answer.data()));
    return answer.data().path("outcome").asString();
  }

  private static ObjectNode person(Stage stage, String email) {
    return (ObjectNode) stage.clerkGet("/users/" + stage.clerkUserId(email));
  }

  @Test
  void anAvatarFollowsTheProvidersUntilThePersonChoosesOne(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      ObjectNode ann = person(stage, "ann@example.com");
      assertEquals("applied", sendPicture(stage, ann, 1, "https://img.clerk.com/one"));
      assertEquals(
          List.of("https://img.clerk.com/one"), stage.rows("select avatar_url from users"));
      assertEquals("applied", sendPicture(stage, ann, 2, "https://img.clerk.com/two"));
      assertEquals(
          List.of("https://img.clerk.com/two"), stage.rows("select avatar_url from users"));
      assertEquals(
          List.of("user.signup", "org.created", "user.updated", "user.updated"), stage.events());

      assertEquals(200, changeMe(stage, 3, Json.object().put("theme", "dark")).status());
      sendPicture(stage, ann, 3, "https://img.clerk.com/three");
      assertEquals(
          List.of("https://img.clerk.com/three"), stage.rows("select avatar_url from users"));
      assertEquals(200, changeMe(stage, 5, Json.object().putNull("avatar_url")).status());
      sendPicture(stage, ann, 4, "https://img.clerk.com/four");
      assertEquals(List.of("1"), stage.rows("select count(*) from users where avatar_url is null"));
    }
  }

  private static String sendPicture(Stage stage, ObjectNode person, int number, String picture) {
    ObjectNode changed = person.deepCopy().put("has_image", true).put("image_url", picture);
    changed.put("updated_at", person.path("updated_at").asLong() + number);
    return send(stage, "msg_picture_" + number, "user.updated", changed);
  }

  private static Answer changeMe(Stage stage, int version, ObjectNode change) {
    String token = stage.sessionToken(stage.session(stage.clerkUserId("ann@example.com")));
    String current =
        String.valueOf(stage.withBearer("me-get", "GET /api/v1/me", token).headers().get("etag"));
    assertTrue(current.endsWith("." + version + "\""), current);
    var headers = Map.of("authorization", "Bearer " + token, "if-match", current);
    return stage.call("me-patch", "PATCH /api/v1/me", headers, change);
  }

  @Test
  void onlyFreshMessagesWithOurSignatureAreTaken(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      String body = "{\"type\":\"session.ended\",\"data\":{\"id\":\"sess_1\"}}";
      long now = Instant.now().getEpochSecond();
      var good = headers(stage, "msg_1", now, body);
      String right = Svix.signature(stage.clerk().webhookSecret(), "msg_1", now, body);

      assertRefused(post(stage, Map.of(), body));
      for (String missing : good.keySet()) {
        var without = new HashMap<>(good);
        without.remove(missing);
        assertRefused(post(stage, without, body));
      }
      for (String wrong :
          List.of(
              "",
              "v1,",
              "v1",
              right.substring(3),
              "v1a," + right.substring(3),
              right.substring(0, right.length() - 4) + "AAA=",
              Svix.signature(
                  "whsec_" + Base64.getEncoder().encodeToString(new byte[24]), "msg_1", now, body),
              Svix.signature(stage.clerk().webhookSecret(), "msg_2", now, body))) {
        var forged = new HashMap<>(good);
        forged.put("svix-signature", wrong);
        assertRefused(post(stage, forged, body));
      }
      assertRefused(post(stage, good, body.replace("sess_1", "sess_2")));
      assertRefused(post(stage, headers(stage, "msg_1", now - 301, body), body));
      assertRefused(post(stage, headers(stage, "msg_1", now + 305, body), body));
      var words = new HashMap<>(good);
      words.put("svix-timestamp", "yesterday");
      assertRefused(post(stage, words, body));
      assertEquals(List.of(), stage.rows("select clerk_session_id from ended_sessions"));

      var several = new HashMap<>(good);
      several.put("svix-signature", "v1,AAAA " + right + " v2,BBBB");
      assertEquals(200, post(stage, several, body).status());
      assertEquals(List.of("sess_1"), stage.rows("select clerk_session_id from ended_sessions"));
      assertEquals(200, post(stage, headers(stage, "m3", now - 290, body), body).status());
    }
  }

  private static void assertRefused(Answer answer) {
    assertEquals(401, answer.status(), answer.text());
    assertEquals("unauthenticated", answer.code());
  }

  @Test
  void aMessageThatComesTwiceCountsOnceAndUnknownOnesAreLeftAlone(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      var data = Json.object().put("id", "sess_1");
      assertEquals("applied", send(stage, "m1", "session.revoked", data));
      assertEquals("repeated", send(stage, "m1", "session.revoked", data));
      assertEquals("ignored", send(stage, "m2", "sms.created", data));
      assertEquals("applied", send(stage, "m3", "session.removed", data));
    }
  }

  @Test
  void aMessageAboutNobodyIsTakenAndLeftAlone(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      assertEquals("ignored", send(stage, "m1", "user.created", Json.object().put("id", "user_1")));
      assertEquals("ignored", send(stage, "m2", "user.created", Json.object()));
      assertEquals(List.of("0"), stage.rows("select count(*) from users"));
    }
  }

  @Test
  void aSignUpInTheBrowserEndsInOneWorkspaceWhoeverComesFirst(TestDatabase database)
      throws Exception {
    try (var stage = Stage.complete(database)) {
      var wanted = Json.object().put("password", PASSWORD);
      wanted.putArray("email_address").add("ann@example.com");
      String user = stage.clerkPost("/users", wanted).path("id").asString();
      Answer exchanged = stage.exchange(stage.sessionToken(stage.session(user)));
      assertEquals(200, exchanged.status(), exchanged.text());
      assertEquals(true, exchanged.data().path("created").asBoolean());
      stage.await("select count(*) from clerk_messages", List.of("3"));
      assertEquals(List.of("user.signup", "org.created"), stage.events());
      assertEquals(
          List.of("password"),
          stage.rows("select payload->>'method' from system_events where org_seq = 1"));
      assertEquals(1, stage.clerkGet("/organizations").path("total_count").asInt());
    }
  }

  @Test
  void changesAreFollowedButNeverBackwards(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      ObjectNode now = person(stage, "ann@example.com");
      long at = now.path("updated_at").asLong();
      var newer = now.deepCopy().put("first_name", "Anna").put("updated_at", at + 2000);
      var older = now.deepCopy().put("first_name", "Hanna").put("updated_at", at + 1000);
      assertEquals("applied", send(stage, "m1", "user.updated", newer));
      send(stage, "m2", "user.updated", older);
      send(stage, "m3", "user.created", now);
      assertEquals(List.of("Anna"), stage.rows("select name from users"));
      assertEquals(List.of("user.signup", "org.created", "user.updated"), stage.events());
      assertEquals(
          List.of("[\"name\"] job"),
          stage.rows(
              "select payload->>'fields' || ' ' || actor_type from system_events where org_seq = 3"));
    }
  }

  @Test
  void aDeletedPersonIsOutAtOnceAndStaysDeleted(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      ObjectNode ann = person(stage, "ann@example.com");
      String token = stage.sessionToken(stage.session(ann.path("id").asString()));
      assertEquals(200, stage.withBearer("me-get", "GET /api/v1/me", token).status());

      var gone = Json.object().put("id", ann.path("id").asString()).put("deleted", true);
      assertEquals("applied", send(stage, "m1", "user.deleted", gone));
      assertEquals(401, stage.withBearer("me-get", "GET /api/v1/me", token).status());
      ann.put("updated_at", ann.path("updated_at").asLong() + 5000);
      assertEquals("ignored", send(stage, "m2", "user.updated", ann));
      assertEquals(401, stage.withBearer("me-get", "GET /api/v1/me", token).status());
      assertEquals(
          List.of("deleted||"), stage.rows("select email || '|' || name || '|' from users"));
    }
  }

  @Test
  void aPersonWhoIsDeletedBeforeWeHearOfThemNeverAppears(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      var wanted = Json.object().put("password", PASSWORD);
      wanted.putArray("email_address").add("ann@example.com");
      stage.clerkPost("/users", wanted);
      ObjectNode ann = person(stage, "ann@example.com");
      send(stage, "m1", "user.deleted", Json.object().put("id", ann.path("id").asString()));
      assertEquals("ignored", send(stage, "m2", "user.created", ann));
      assertEquals(List.of("0"), stage.rows("select count(*) from users"));
    }
  }

  @Test
  void anOrgIsRenamedAndDeletedAsTheProviderSays(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      String token = stage.sessionToken(stage.session(stage.clerkUserId("ann@example.com")));
      var org = (ObjectNode) stage.clerkGet("/organizations").path("data").path(0);
      long at = org.path("updated_at").asLong();
      send(
          stage,
          "m1",
          "organization.updated",
          org.deepCopy().put("name", "Two").put("updated_at", at + 2));
      send(
          stage,
          "m2",
          "organization.updated",
          org.deepCopy().put("name", "One").put("updated_at", at + 1));
      assertEquals(
          List.of("Two 2"), stage.rows("select name || ' ' || version from organizations"));

      send(stage, "m3", "organization.deleted", Json.object().put("id", org.path("id").asString()));
      assertEquals(403, stage.withBearer("me-get", "GET /api/v1/me", token).status());
      send(stage, "m4", "organization.updated", org.put("updated_at", at + 9));
      assertEquals(403, stage.withBearer("me-get", "GET /api/v1/me", token).status());
    }
  }

  @Test
  void membersComeGoAndChangeRolesInAnyOrder(TestDatabase database) throws Exception {
    try (var stage = Stage.complete(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      stage.signUp("k2", "bob@example.com", PASSWORD);
      stage.await("select count(*) from clerk_messages", List.of("6"));
      String ann = stage.clerkUserId("ann@example.com");
      String bob = stage.clerkUserId("bob@example.com");
      String org =
          stage
              .clerkGet("/users/" + ann + "/organization_memberships")
              .path("data")
              .path(0)
              .path("organization")
              .path("id")
              .asString();
      stage.clerkPost(
          "/organizations/" + org + "/memberships",
          Json.object().put("user_id", bob).put("role", "org:member"));
      String roles =
          "select m.role from memberships m join organizations o on o.id = m.org_id where o.clerk_org_id = '"
              + org
              + "' order by m.role";
      stage.await(roles, List.of("member", "owner"));
      ObjectNode membership = bobsMembership(stage, bob, org);
      long at = membership.path("updated_at").asLong();
      send(
          stage,
          "m1",
          "organizationMembership.updated",
          membership.deepCopy().put("role", "org:admin").put("updated_at", at + 20));
      assertEquals(List.of("admin", "owner"), stage.rows(roles));
      send(
          stage,
          "m2",
          "organizationMembership.updated",
          membership.deepCopy().put("updated_at", at + 10));
      assertEquals(List.of("admin", "owner"), stage.rows(roles));

      send(stage, "m3", "organizationMembership.deleted", membership);
      assertEquals(List.of("owner"), stage.rows(roles));
      assertEquals("ignored", send(stage, "m4", "organizationMembership.created", membership));
      assertEquals(List.of("owner"), stage.rows(roles));
      assertEquals(
          List.of("user.signup", "org.created", "member.added", "member.removed"),
          stage.rows(
              "select split_part(type, '.', 2) || '.' || split_part(type, '.', 3) from system_events e join organizations o on o.id = e.org_id where o.clerk_org_id = '"
                  + org
                  + "' order by org_seq"));
    }
  }

  private static ObjectNode bobsMembership(Stage stage, String bob, String org) {
    for (var one : stage.clerkGet("/users/" + bob + "/organization_memberships").path("data")) {
      if (one.path("organization").path("id").asString().equals(org)) {
        return (ObjectNode) one;
      }
    }
    throw new AssertionError("no membership");
  }

  @Test
  void theOwnerStaysOwnerWhateverTheProviderCallsThem(TestDatabase database) throws Exception {
    try (var stage = Stage.complete(database)) {
      stage.signUp("k1", "ann@example.com", PASSWORD);
      stage.await("select count(*) from clerk_messages", List.of("3"));
      assertEquals(List.of("owner"), stage.rows("select role from memberships"));
    }
  }

  @Test
  void aProviderThatIsDownMakesTheMessageComeAgain(TestDatabase database) {
    try (var stage = Stage.quiet(database)) {
      var wanted = Json.object().put("password", PASSWORD);
      wanted.putArray("email_address").add("ann@example.com");
      stage.clerkPost("/users", wanted);
      ObjectNode ann = person(stage, "ann@example.com");
      stage.gate().fail("POST", "/v1/organizations", Gate.Fault.BEFORE);
      ObjectNode message = Json.object().put("type", "user.created");
      message.set("data", ann);
      String body = Json.write(message);
      long now = Instant.now().getEpochSecond();
      assertEquals(503, post(stage, headers(stage, "m1", now, body), body).status());
      stage.gate().heal();
      assertEquals("applied", send(stage, "m1", "user.created", ann));
      assertEquals(List.of("user.signup", "org.created"), stage.events());
    }
  }
}
