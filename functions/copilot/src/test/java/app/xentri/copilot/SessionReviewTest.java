package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The draft, and what its owner decides about each section of it. */
@ExtendWith(DatabaseExtension.class)
class SessionReviewTest extends SessionStage {

  SessionReviewTest(TestDatabase database) {
    super(database);
  }

  @Test
  void anEditOfTheDraftLeavesTheOtherSectionsByteIdentical() {
    var id = talked();
    var before = api.ready(id);
    var after = api.put(id, "goals", version(before), content("Two vans by next year."));
    assertEquals(200, after.status());
    assertEquals("editing", after.state());
    for (var section :
        List.of("identity", "audience", "offerings", "positioning", "operations", "proof")) {
      assertEquals(
          Json.write(before.data().path("draft").path(section)),
          Json.write(after.data().path("draft").path(section)));
    }
    var statement = after.data().path("draft").path("goals").path("statements").path(0);
    assertEquals("owner", statement.path("source").asString());
    assertEquals("approved", api.approve(id).state(), "approving hands the edit in");
  }

  @Test
  void wordsThatChangeAfterAcceptanceHaveToBeAcceptedAgain() {
    var id = talked();
    var ready = api.ready(id);
    var accepted = api.put(id, "goals", version(ready), Json.object().put("accepted", true));
    var edited = api.put(id, "goals", version(accepted), content("Rest more."));
    assertFalse(edited.data().path("accepted").path("goals").asBoolean());
    var both = content("Rest much more.").put("accepted", true);
    var settled = api.put(id, "goals", version(edited), both);
    assertTrue(settled.data().path("accepted").path("goals").asBoolean());
    assertEquals("review_pending", settled.state());
  }

  @Test
  void aSectionLeftAsADraftIsRememberedByTheServer() {
    var id = talked();
    var ready = api.ready(id);
    assertEquals(List.of(), left(ready));
    var put = api.put(id, "goals", version(ready), Json.object().put("left_as_draft", true));
    assertEquals("review_pending", put.state());
    assertEquals(List.of("goals"), left(put));
    assertEquals(List.of("goals"), left(api.session(id)), "on another device as well");
    assertEquals(List.of("goals"), left(api.start()), "and by coming back");
    var undone = api.put(id, "goals", version(put), Json.object().put("left_as_draft", false));
    assertEquals(List.of(), left(undone));
  }

  @Test
  void leavingAndAcceptingTakeEachOtherBack() {
    var id = talked();
    var ready = api.ready(id);
    var accepted = api.put(id, "goals", version(ready), Json.object().put("accepted", true));
    var leave = Json.object().put("left_as_draft", true);
    var put = api.put(id, "goals", version(accepted), leave);
    assertFalse(put.data().path("accepted").path("goals").asBoolean());
    assertEquals(List.of("goals"), left(put));
    var again = api.put(id, "goals", version(put), Json.object().put("accepted", true));
    assertTrue(again.data().path("accepted").path("goals").asBoolean());
    assertEquals(List.of(), left(again));
    var both = Json.object().put("accepted", true).put("left_as_draft", true);
    var refused = api.put(id, "goals", version(again), both);
    assertEquals(422, refused.status());
    assertEquals("/accepted", refused.body().path("errors").path(0).path("pointer").asString());
  }

  @Test
  void newWordsAreDecidedOnAnew() {
    var id = talked();
    var ready = api.ready(id);
    var put = api.put(id, "goals", version(ready), Json.object().put("left_as_draft", true));
    var edited = api.put(id, "goals", version(put), content("Rest more."));
    assertEquals("editing", edited.state());
    assertEquals(List.of(), left(edited));
    var both = content("Rest much more.").put("left_as_draft", true);
    var settled = api.put(id, "goals", version(edited), both);
    assertEquals("review_pending", settled.state());
    assertEquals(List.of("goals"), left(settled));
    api.say(id, "Please ask me again about your goals.");
    assertEquals(List.of(), left(api.say(id, "A second van")));
  }

  @Test
  void whatWasLeftAsADraftIsADraftInTheBrief() {
    var first = talked();
    var ready = api.ready(first);
    api.put(first, "goals", version(ready), Json.object().put("accepted", true));
    api.approve(first);
    var id = api.start().id();
    api.say(id, "skip");
    var second = api.ready(id);
    api.put(id, "goals", version(second), Json.object().put("left_as_draft", true));
    api.approve(id);
    assertEquals("draft", api.brief().data().path("section_status").path("goals").asString());
  }

  @Test
  void askingAgainFromTheReviewReopensTheDraftAndTakesTheAnswer() {
    var id = talked();
    api.ready(id);
    var asked = api.say(id, "Please ask me again about your goals.");
    assertEquals("editing", asked.state());
    assertTrue(
        asked.data().path("reply").asString().startsWith("Let us look at your goals again."));
    var answered = api.say(id, "A second van");
    assertEquals("editing", answered.state());
    assertTrue(answered.data().path("draft").path("goals").toString().contains("A second van."));
    assertEquals("review_pending", api.ready(id).state());
  }

  @Test
  void aStaleEditGetsTheSessionAsItIsNow() {
    var id = talked();
    var stale = api.put(id, "goals", 1, content("x"));
    assertEquals(412, stale.status());
    assertEquals(api.session(id).data(), stale.body().path("current"));
  }
}
