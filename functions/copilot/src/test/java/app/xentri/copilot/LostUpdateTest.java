package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.Api.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/** One edits the Brief by hand while a draft that was made of the Brief before is open. */
@ExtendWith(DatabaseExtension.class)
class LostUpdateTest extends SessionStage {

  LostUpdateTest(TestDatabase database) {
    super(database);
  }

  @Test
  void anEditByHandOutlivesTheApprovalOfAnOlderDraft() {
    var id = drafting();
    var edited = api.patch("goals", 1, content(api.brief(), "goals", "A second van."));
    assertEquals(200, edited.status());
    api.say(id, "We want to open a shop in York next year");
    api.ready(id);
    assertEquals("approved", api.approve(id).state());
    var goals = Json.write(api.brief().data().path("sections").path("goals"));
    assertTrue(goals.contains("A second van."), goals);
    assertTrue(goals.contains("York"), goals);
  }

  @Test
  void whatBothHaveRewrittenStandsTwiceUntilSomebodyDecides() {
    var id = drafting();
    var hours = api.brief().data().path("sections").path("operations").path("statements").path(0);
    var mine = rewritten(api.session(id).data().path("draft"), "operations", "Closed on Fridays.");
    assertEquals(200, api.put(id, "operations", version(api.session(id)), mine).status());
    var theirs = rewritten(api.brief().data().path("sections"), "operations", "Open on Saturdays.");
    assertEquals(200, api.patch("operations", 1, theirs).status());
    var statements = api.session(id).data().path("draft").path("operations").path("statements");
    assertEquals("Open on Saturdays.", statements.path(0).path("text").asString());
    assertEquals(hours.path("id"), statements.path(0).path("id"), "the edit by hand has the place");
    assertEquals("Closed on Fridays.", statements.path(1).path("text").asString());
  }

  @Test
  void aDecisionAboutASectionThatHasMovedOnIsOpenAgain() {
    var id = drafting();
    api.ready(id);
    for (var section : new String[] {"goals", "proof"}) {
      var accept = Json.object().put("accepted", true);
      assertEquals(200, api.put(id, section, version(api.session(id)), accept).status());
    }
    api.patch("goals", 1, content(api.brief(), "goals", "A second van."));
    var seen = api.session(id).data().path("accepted");
    assertFalse(seen.path("goals").asBoolean());
    assertTrue(seen.path("proof").asBoolean());
  }

  @Test
  void aDecisionIsOpenAgainWhenOnlyTheStatusHasMovedOn() {
    var id = drafting();
    api.ready(id);
    api.put(id, "goals", version(api.session(id)), Json.object().put("left_as_draft", true));
    var content = api.brief().data().path("sections").path("goals");
    api.patch("goals", 1, Json.object().put("status", "ready").set("content", content));
    assertEquals(List.of(), left(api.session(id)));
    api.approve(id);
    assertEquals("ready", api.brief().data().path("section_status").path("goals").asString());
  }

  @Test
  void aDraftThatWasReadBeforeTheEditCanNeitherBeChangedNorApproved() {
    var id = drafting();
    var read = api.ready(id);
    api.patch("goals", 1, content(api.brief(), "goals", "A second van."));
    assertNotEquals(read.etag(), api.session(id).etag());
    var refused = api.approve(id, Objects.requireNonNull(read.etag()));
    assertEquals(412, refused.status());
    var current = refused.body().path("current");
    assertTrue(Json.write(current.path("draft").path("goals")).contains("A second van."));
    var accept = Json.object().put("accepted", true);
    assertEquals(412, api.put(id, "goals", version(read), accept).status());
    assertEquals(200, api.approve(id, Objects.requireNonNull(refused.etag())).status());
  }

  @Test
  void aDraftThatSaysNothingNewMakesNoVersionOfItsOwn() {
    var id = drafting();
    api.patch("goals", 1, content(api.brief(), "goals", "A second van."));
    api.ready(id);
    assertEquals(2, api.approve(id).data().path("brief_version").asLong());
  }

  @Test
  void whatWasRemovedByHandDoesNotComeBackWithAnOlderDraft() {
    var id = drafting();
    var emptied = Json.object();
    emptied.putObject("content").putArray("statements");
    emptied.withObject("content").putObject("fields");
    api.patch("proof", 1, emptied);
    api.say(id, "We want to open a shop in York next year");
    api.ready(id);
    api.approve(id);
    assertEquals(
        "{\"statements\":[],\"fields\":{}}",
        Json.write(api.brief().data().path("sections").path("proof")));
  }

  /** A second session, begun on the Brief that the first one has become. */
  private String drafting() {
    var first = talked();
    api.ready(first);
    assertEquals("approved", api.approve(first).state());
    var second = api.start();
    var content = second.data().path("draft").path("audience");
    var same = Json.object();
    same.set("content", content);
    assertEquals(200, api.put(second.id(), "audience", version(second), same).status());
    return second.id();
  }

  /** The section as it is, with one more sentence. */
  private static ObjectNode content(Answer brief, String section, String more) {
    var content = (ObjectNode) brief.data().path("sections").path(section).deepCopy();
    content
        .withArray("statements")
        .addObject()
        .put("id", "m")
        .put("text", more)
        .put("source", "owner")
        .putArray("receipts");
    var body = Json.object();
    body.set("content", content);
    return body;
  }

  /** The section with another first sentence. */
  private static ObjectNode rewritten(
      tools.jackson.databind.JsonNode sections, String section, String text) {
    var content = (ObjectNode) sections.path(section).deepCopy();
    ((ObjectNode) content.path("statements").path(0)).put("text", text).put("source", "owner");
    ((ObjectNode) content.path("statements").path(0)).putArray("receipts");
    var body = Json.object();
    body.set("content", content);
    return body;
  }
}
