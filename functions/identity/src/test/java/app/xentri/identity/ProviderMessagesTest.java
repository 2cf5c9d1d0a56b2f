package app.xentri.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.identity.Stage.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.Requests;
import app.xentri.testkit.Svix;
import app.xentri.testkit.TestDatabase;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages of the provider that are late, partial or nonsense. */
@ExtendWith(DatabaseExtension.class)
class ProviderMessagesTest {

  private static final String PASSWORD = "correct horse battery";
  private static final String ROUTE = "POST /api/v1/webhooks/clerk";

  /** Written as an escape where it stands, because no JSON writer would write it. */
  private static final String LONE = "LONE-SURROGATE";

  private static final String EVERYTHING =
      """
      select to_jsonb(u)::text from users u union all select to_jsonb(o)::text from organizations o
      union all select to_jsonb(m)::text from memberships m union all select to_jsonb(s)::text from ended_sessions s
      order by 1
      """;

  private Stage stage;
  private String token;
  private int number;

  @BeforeEach
  void start(TestDatabase database) {
    stage = Stage.quiet(database);
    assertEquals(201, stage.signUp("k1", "ann@example.com", PASSWORD).status());
    token = stage.sessionToken(stage.session(stage.clerkUserId("ann@example.com")));
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  private Answer post(String body) {
    String id = "msg_" + ++number;
    var headers =
        Svix.headers(stage.clerk().webhookSecret(), id, Instant.now().getEpochSecond(), body);
    return stage.call("clerk-webhook", Requests.event(ROUTE, headers, body));
  }

  private static String message(String type, JsonNode data) {
    ObjectNode message = Json.object().put("type", type).put("object", "event");
    message.set("data", data);
    return Json.write(message).replace(LONE, "\\ud800");
  }

  private String send(String type, JsonNode data) {
    Answer answer = post(message(type, data));
    assertEquals(200, answer.status(), answer.text());
    return answer.data().path("outcome").asString();
  }

  private ObjectNode person() {
    return (ObjectNode) stage.clerkGet("/users/" + stage.clerkUserId("ann@example.com"));
  }

  private ObjectNode membership() {
    String ann = stage.clerkUserId("ann@example.com");
    return (ObjectNode)
        stage.clerkGet("/users/" + ann + "/organization_memberships").path("data").path(0);
  }

  private ObjectNode organization() {
    return (ObjectNode) stage.clerkGet("/organizations").path("data").path(0);
  }

  private static ObjectNode later(ObjectNode data, long millis) {
    return data.deepCopy().put("updated_at", data.path("updated_at").asLong() + millis);
  }

  private List<String> everything() {
    return stage.rows(EVERYTHING);
  }

  private int me() {
    return stage.withBearer("me-get", "GET /api/v1/me", token).status();
  }

  @Test
  void aMembershipThatIsOverDoesNotTouchTheOneAfterIt() {
    ObjectNode now = membership();
    ObjectNode earlier = later(now, -60_000).put("id", "orgmem_earlier");
    List<String> before = everything();
    assertEquals(
        "ignored", send("organizationMembership.updated", earlier.put("role", "org:member")));
    assertEquals("ignored", send("organizationMembership.deleted", earlier));
    assertEquals(before, everything());
    assertEquals(200, me());
    assertEquals(List.of("user.signup", "org.created"), stage.events());
  }

  @Test
  void whoeverHasLeftAndComeBackIsAMemberInWhicheverOrderItIsTold() {
    ObjectNode first = membership();
    ObjectNode second = later(first, 5_000).put("id", "orgmem_second").put("role", "org:admin");
    send("organizationMembership.created", second);
    send("organizationMembership.deleted", later(first, 2_000));
    assertEquals(
        List.of("orgmem_second"), stage.rows("select clerk_membership_id from memberships"));
    assertEquals("ignored", send("organizationMembership.created", first));
    assertEquals(200, me());
    assertEquals("applied", send("organizationMembership.deleted", second));
    assertEquals("no_workspace", stage.withBearer("me-get", "GET /api/v1/me", token).code());
  }

  @Test
  void aDeletionNeedsNoMoreThanItsId() {
    ObjectNode only = Json.object().put("id", membership().path("id").asString());
    assertEquals("applied", send("organizationMembership.deleted", only));
    assertEquals(List.of(), stage.rows("select id from memberships"));
    assertEquals(List.of("user.signup", "org.created", "member.removed"), stage.events());
  }

  @Test
  void aPersonWithoutAnAddressKeepsTheOneThatWeHave() {
    int millis = 0;
    for (Consumer<ObjectNode> lose :
        List.<Consumer<ObjectNode>>of(
            data -> data.putArray("email_addresses"),
            data -> data.putNull("email_addresses"),
            data -> data.remove("email_addresses"),
            data -> data.putArray("email_addresses").addObject().put("email_address", ""))) {
      millis += 1000;
      ObjectNode changed = later(person(), millis).put("first_name", "Anna" + millis);
      lose.accept(changed);
      assertEquals("applied", send("user.updated", changed));
      assertEquals(
          List.of("ann@example.com Anna" + millis),
          stage.rows("select email || ' ' || name from users"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1_000_000_000_000_000_000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        0,
        1,
        4_000_000_000_000L
      })
  void aTimeThatCannotBeChangesNothing(long time) {
    List<String> before = everything();
    send("user.updated", person().put("updated_at", time).put("first_name", "Eve"));
    send("organization.updated", organization().put("updated_at", time).put("name", "Eve's"));
    send(
        "organizationMembership.updated",
        membership().put("updated_at", time).put("role", "org:member"));
    assertEquals(before, everything());
    // And shuts nobody out later.
    assertEquals("applied", send("user.updated", later(person(), 1000).put("first_name", "Anna")));
  }

  static Stream<String> subjects() {
    return Stream.of(
        "user.created",
        "user.updated",
        "user.deleted",
        "organization.created",
        "organization.updated",
        "organization.deleted",
        "organizationMembership.created",
        "organizationMembership.updated",
        "organizationMembership.deleted",
        "session.ended",
        "session.removed",
        "session.revoked",
        "session.created",
        "email.created");
  }

  /** Every value of every message in turn, as what no program of ours would expect there. */
  @ParameterizedTest
  @MethodSource("subjects")
  void noValueOfAMessageIsAFaultOrLosesAPersonTheirPlace(String type) {
    boolean ends = type.endsWith("deleted");
    ObjectNode data = later(example(type), 1000);
    var pointers = new ArrayList<String>();
    pointers(data, "", pointers);
    assertTrue(pointers.contains("/id"));
    for (String pointer : pointers) {
      // Whatever else a deletion says, it names what is deleted.
      if (ends && !pointer.equals("/id")) {
        continue;
      }
      for (JsonNode odd : odd()) {
        ObjectNode bent = data.deepCopy();
        place(bent, pointer, odd);
        Answer answer = post(message(type, bent));
        assertEquals(200, answer.status(), type + " " + pointer + " " + answer.text());
      }
      ObjectNode without = data.deepCopy();
      remove(without, pointer);
      assertEquals(200, post(message(type, without)).status(), type + " " + pointer);
    }
    assertEquals(200, me(), type);
    assertEquals(List.of("ann@example.com"), stage.rows("select email from users"));
    assertEquals(List.of("owner"), stage.rows("select role from memberships"));
    assertEquals(List.of(), stage.rows("select id from organizations where name is null"));
  }

  private ObjectNode example(String type) {
    if (type.startsWith("user")) {
      return person();
    }
    if (type.startsWith("organizationMembership")) {
      return membership();
    }
    return type.startsWith("organization")
        ? organization()
        : Json.object().put("id", "sess_made_up").put("updated_at", 1).put("user_id", "user_1");
  }

  private static void pointers(JsonNode node, String at, List<String> found) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String pointer = at + "/" + member.getKey();
      found.add(pointer);
      pointers(member.getValue(), pointer, found);
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      found.add(at + "/" + i);
      pointers(node.get(i), at + "/" + i, found);
    }
  }

  private static void place(ObjectNode data, String pointer, JsonNode value) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = data.at(pointer.substring(0, slash));
    String name = pointer.substring(slash + 1);
    if (parent instanceof ObjectNode object) {
      object.set(name, value);
    } else if (parent instanceof tools.jackson.databind.node.ArrayNode array) {
      array.set(Integer.parseInt(name), value);
    }
  }

  private static void remove(ObjectNode data, String pointer) {
    int slash = pointer.lastIndexOf('/');
    if (data.at(pointer.substring(0, slash)) instanceof ObjectNode object) {
      object.remove(pointer.substring(slash + 1));
    }
  }

  private static List<JsonNode> odd() {
    var all = Json.object().putArray("all");
    all.addNull();
    for (String text :
        List.of(
            "",
            " ",
            "\u200b\u200b",
            "\u0000",
            "a\u0000b",
            LONE,
            "x".repeat(5_000),
            "../../users",
            "org:admin\n",
            "javascript:alert(1)",
            "user_made_up")) {
      all.add(text);
    }
    all.add(-1).add(1_000_000_000_000_000_000L).add(Long.MIN_VALUE);
    all.add(BigInteger.TEN.pow(40)).add(1.5).add(true);
    all.addArray();
    all.addObject();
    all.addArray().addNull();
    var values = new ArrayList<JsonNode>();
    all.forEach(values::add);
    return values;
  }

  @Test
  void noBodyWithAGoodSignatureIsAFault() {
    List<String> before = everything();
    for (String body :
        List.of(
            "{",
            "null",
            "[]",
            "\"text\"",
            "1",
            "{}",
            "{\"type\":null,\"data\":null}",
            "{\"type\":5,\"data\":{}}",
            "{\"type\":\"user.updated\"}",
            "{\"type\":\"user.updated\",\"data\":[]}",
            "{\"type\":\"user.updated\",\"data\":{}}",
            "{\"type\":\"\\u0000\",\"data\":{}}",
            "{\"type\":\"user.updated\",\"type\":\"user.deleted\",\"data\":{}}",
            "{\"type\":\"" + "x".repeat(5_000) + "\",\"data\":{}}",
            "{\"type\":\"user.updated\",\"data\":{\"id\":1e999}}",
            "{\"type\":\"user.updated\",\"data\":" + "[".repeat(3_000) + "]".repeat(3_000) + "}",
            "{\"type\":\"user.updated\",\"data\":{\"id\":\""
                + "\\ud83d"
                + "\"},\"timestamp\":\"soon\"}")) {
      int status = post(body).status();
      assertTrue(status < 500, status + " for " + body.substring(0, Math.min(80, body.length())));
    }
    assertEquals(before, everything());
  }

  @Test
  void whatIsOlderChangesNoColumn() {
    send("user.updated", later(person(), 2000).put("first_name", "Anna"));
    send("organization.updated", later(organization(), 2000).put("name", "Bakery"));
    send("organizationMembership.updated", later(membership(), 2000));
    List<String> before = everything();
    assertEquals("ignored", send("user.updated", later(person(), 1000).put("first_name", "Eve")));
    assertEquals("ignored", send("user.created", person()));
    assertEquals("ignored", send("organization.updated", later(organization(), 1000)));
    assertEquals("ignored", send("organization.created", organization()));
    assertEquals("ignored", send("organizationMembership.updated", later(membership(), 1000)));
    assertEquals("ignored", send("organizationMembership.created", membership()));
    assertEquals(before, everything());
  }

  @Test
  void aPersonWhoIsDeletedLeavesNothingOfThemselvesBehind() {
    send(
        "user.updated",
        later(person(), 1000)
            .put("first_name", "Anna")
            .put("has_image", true)
            .put("image_url", "https://img.clerk.com/a"));
    send("user.deleted", Json.object().put("id", person().path("id").asString()));
    for (String row : stage.rows("select to_jsonb(u)::text from users u")) {
      assertTrue(
          !row.contains("Anna") && !row.contains("example.com") && !row.contains("clerk.com"), row);
    }
    assertEquals(401, me());
  }

  @Test
  void anExchangeHealsWhatAMessageHasLost() {
    ObjectNode ann = person();
    stage.execute("delete from memberships");
    ObjectNode wanted = Json.object().put("password", PASSWORD);
    wanted.putArray("email_address").add("bob@example.com");
    stage.clerkPost("/users", wanted);
    String bob = stage.clerkUserId("bob@example.com");
    String org = organization().path("id").asString();
    stage.clerkPost(
        "/organizations/" + org + "/memberships",
        Json.object().put("user_id", bob).put("role", "org:member"));
    stage.execute(
        "update users set email = 'old@example.com', clerk_updated_at = clerk_updated_at - interval '1 hour'");

    Answer exchanged = stage.exchange(stage.sessionToken(stage.session(ann.path("id").asString())));
    assertEquals(200, exchanged.status(), exchanged.text());
    assertEquals(List.of("owner"), stage.rows("select role from memberships"));
    assertEquals(List.of("ann@example.com"), stage.rows("select email from users"));
    assertEquals(200, stage.exchange(stage.sessionToken(stage.session(bob))).status());
    assertEquals(
        List.of("member", "owner"), stage.rows("select role from memberships order by role"));
    assertEquals(1, stage.clerkGet("/organizations").path("total_count").asInt());
  }

  @Test
  void whatMustNotGrowForEverDoesNot() {
    stage.execute(
        "insert into ended_sessions select 'sess_old_' || n, now() - interval '31 days' from generate_series(1, 50) n");
    stage.execute(
        "insert into clerk_deletions select 'user_old_' || n, now() - interval '91 days' from generate_series(1, 50) n");
    stage.execute(
        "insert into clerk_messages select 'msg_old_' || n, now() - interval '31 days' from generate_series(1, 50) n");
    stage.execute(
        "insert into provider_turns select 'user_old_' || n, gen_random_uuid(), now() - interval '2 hours' from generate_series(1, 50) n");
    stage.execute(
        "insert into provider_waits select 'user_old_' || n, gen_random_uuid(), now() - interval '3 hours', now() - interval '2 hours' from generate_series(1, 50) n");
    for (int i = 0; i < 3; i++) {
      send("session.ended", Json.object().put("id", "sess_" + i));
      send("user.deleted", Json.object().put("id", "user_" + i));
      stage.signUp("grow" + i, "a" + i + "@example.com", PASSWORD);
    }
    for (String left :
        List.of(
            "ended_sessions where clerk_session_id like '%old%'",
            "clerk_deletions where clerk_id like '%old%'",
            "clerk_messages where svix_id like '%old%'",
            "provider_turns where clerk_user_id like '%old%'",
            "provider_waits where clerk_user_id like '%old%'")) {
      assertEquals(List.of("0"), stage.rows("select count(*) from " + left), left);
    }
  }
}
