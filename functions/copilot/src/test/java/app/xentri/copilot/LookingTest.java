package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Looking at the conversation begins none. */
@ExtendWith(DatabaseExtension.class)
class LookingTest extends SessionStage {

  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  LookingTest(TestDatabase database) {
    super(database);
  }

  @Test
  void whoeverLooksBeforeAnythingWasSaidSeesHowItWouldBeginAndBeginsNothing() {
    var seen = api.current();
    assertEquals(200, seen.status());
    assertFalse(seen.data().path("has_brief").asBoolean());
    assertEquals(NOBODY, seen.data().path("session").path("id").asString());
    assertNull(seen.etag());
    assertEquals(seen.body(), api.current().body(), "the same however often");
    assertEquals("0 0", written());
    var begun = api.start();
    assertEquals(
        seen.data().path("session").path("reply"), begun.data().path("reply"), "the same words");
    assertEquals("1 1", written());
  }

  @Test
  void whoeverLooksAtAnOpenConversationSeesItWithItsTagAndIsWelcomed() {
    var id = api.start().id();
    var said = api.say(id, "I run a bakery called Old Mill");
    var seen = api.current();
    assertEquals(id, seen.data().path("session").path("id").asString());
    assertEquals(said.etag(), seen.etag());
    assertTrue(
        seen.data().path("session").path("reply").asString().startsWith("Welcome back."),
        seen.data().toString());
    assertEquals("1 1", written());
  }

  @Test
  void afterTheApprovalItRestsAndIsAboutTheBriefThatStands() {
    var id = talked();
    api.ready(id);
    api.approve(id);
    var before = written();
    var seen = api.current();
    assertTrue(seen.data().path("has_brief").asBoolean());
    assertEquals(NOBODY, seen.data().path("session").path("id").asString());
    assertEquals(api.brief().data().path("sections"), seen.data().path("session").path("draft"));
    assertEquals(before, written());
  }

  @Test
  void anEditByHandIsInTheDraftThatIsLookedAt() {
    var id = talked();
    api.ready(id);
    api.approve(id);
    var again = api.start().id();
    api.say(again, "We want to open a shop in York next year");
    api.patch("proof", 1, content("Fifty reviews."));
    var seen = api.current();
    assertTrue(Json.write(seen.data()).contains("Fifty reviews."));
    assertEquals(api.session(again).etag(), seen.etag());
  }

  @Test
  void whoeverLooksSeesTheNewestWordsToo() {
    var id = api.start().id();
    for (int at = 0; at < 16; at++) {
      api.say(id, "Something else, number " + at);
    }
    var all = api.messages(id, Map.of("limit", "100")).data();
    var seen = api.current().data().path("session");
    assertEquals(33, all.size());
    assertEquals(30, seen.path("messages").size());
    var cursor = seen.path("earlier").asString();
    var before = api.messages(id, Map.of("cursor", cursor)).data();
    assertEquals(all, joined(seen.path("messages"), before), "the rest goes on where they end");
    assertTrue(api.session(id).data().path("messages").isMissingNode(), "only where one looks");
  }

  @Test
  void whereEverythingFitsNothingIsEarlier() {
    var id = api.start().id();
    var seen = api.current().data().path("session");
    assertEquals(api.messages(id, Map.of()).data(), seen.path("messages"));
    assertTrue(seen.path("earlier").isMissingNode());
  }

  @Test
  void whatBeginsAndWhatIsAnsweredComesWithItsWords() {
    var begun = api.start();
    var id = begun.id();
    assertEquals(api.messages(id, Map.of()).data(), begun.data().path("messages"));
    assertTrue(api.start().data().path("messages").isMissingNode(), "it had begun");
    var answered = api.say(id, "I run a bakery, the Cafe\u0301 Mill");
    assertEquals(
        api.messages(id, Map.of("limit", "2")).data(),
        answered.data().path("messages"),
        "the answer and the reply, as they are kept");
    var corrected =
        api.correct(id, answered.data().path("messages").path(1).path("id").asString(), "A mill");
    assertEquals(newest(id, 2), corrected.data().path("messages"), "what took their places");
    var asked = api.askAgain(id, "goals", UUID.randomUUID().toString());
    assertEquals(newest(id, 1), asked.data().path("messages"), "the question alone");
    var talked = talked();
    var drafted = api.ready(talked);
    assertEquals(newest(talked, 1), drafted.data().path("messages"), "the draft is ready");
    var approved = api.approve(talked);
    assertEquals(newest(talked, 1), approved.data().path("messages"), "it stands");
  }

  @Test
  void whatIsWrittenByHandComesWithTheNextQuestionOrWithNoWords() {
    var id = api.start().id();
    var asked = api.say(id, "I run a bakery called Old Mill");
    var answered = api.put(id, "audience", version(asked), content("Families from our street."));
    assertNotEquals(
        asked.data().path("reply"), answered.data().path("reply"), "its question is answered");
    assertEquals(newest(id, 1), answered.data().path("messages"));
    assertEquals(
        answered.data().path("reply"), answered.data().path("messages").path(0).path("text"));
    var said = newest(id, 50);
    var noted = api.put(id, "audience", version(answered), content("Families and offices."));
    assertEquals(Json.array(), noted.data().path("messages"));
    assertEquals(said, newest(id, 50));
  }

  private JsonNode newest(String id, int count) {
    return api.messages(id, Map.of("limit", Integer.toString(count))).data();
  }

  @Test
  void whoeverAsksForItIsToldThatNoBriefStands() {
    assertEquals(404, api.brief().status());
    var none = api.brief(Map.of("absent", "null"));
    assertEquals(200, none.status());
    assertTrue(none.data().isNull());
    assertNull(none.etag());
    var id = talked();
    api.ready(id);
    api.approve(id);
    assertEquals(api.brief().body(), api.brief(Map.of("absent", "null")).body());
  }

  private static ArrayNode joined(JsonNode first, JsonNode second) {
    var all = Json.array();
    first.forEach(all::add);
    second.forEach(all::add);
    return all;
  }

  /** How many sessions and events the org has. */
  private String written() {
    try (var connection = database.connect("postgres");
        var count =
            connection.prepareStatement(
                "select (select count(*) from brief_sessions where org_id = ?) || ' '"
                    + " || (select count(*) from system_events where org_id = ?)")) {
      count.setObject(1, acme.orgId());
      count.setObject(2, acme.orgId());
      try (var rows = count.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
