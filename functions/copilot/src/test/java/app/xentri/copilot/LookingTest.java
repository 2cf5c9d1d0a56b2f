package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
