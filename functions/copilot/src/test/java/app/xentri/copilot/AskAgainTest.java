package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.Api.Answer;
import app.xentri.copilot.brief.Section;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A section is asked about once more: nobody has said so, and the new answer replaces the old. */
@ExtendWith(DatabaseExtension.class)
class AskAgainTest extends SessionStage {

  AskAgainTest(TestDatabase database) {
    super(database);
  }

  private static final Map<Section, String> ANSWERED_ANEW =
      Map.of(
          Section.IDENTITY, "I run a roofing business called Slate and Sons in York",
          Section.AUDIENCE, "mostly schools and churches",
          Section.OFFERINGS, "slate roofs £4,000 and gutters £200",
          Section.POSITIONING, "we never leave a roof open overnight",
          Section.OPERATIONS, "Tuesday to Friday, 7am to 3pm in York",
          Section.GOALS, "I want to buy the yard next door",
          Section.PROOF, "Ninety reviews at 4.7 stars");

  /** Names of the schema that an owner has never met. */
  private static final List<String> OURS =
      List.of("positioning", "operations", "offerings", "audience", "identity");

  @ParameterizedTest
  @EnumSource(Section.class)
  void theQuestionIsTheCopilotsAndTheAnswerTakesThePlaceOfTheEarlierOne(Section section) {
    var id = talked();
    var before = api.ready(id).data().path("draft");
    var said = saidBy(id);
    var asked = ask(id, section);
    var reply = asked.data().path("reply").asString();
    assertEquals(1, reply.chars().filter(it -> it == '?').count(), reply);
    OURS.forEach(word -> assertFalse(reply.toLowerCase(Locale.ROOT).contains(word), reply));
    assertEquals(said, saidBy(id), "nothing is said in the owner's name");
    assertEquals(before, asked.data().path("draft"), "a question changes nothing");
    var newest = api.messages(id, Map.of()).data().path(0);
    assertEquals("copilot", newest.path("role").asString());
    assertEquals(List.of(section.wire()), strings(newest.path("sections")));

    var answered = api.say(id, Objects.requireNonNull(ANSWERED_ANEW.get(section)));
    var now = answered.data().path("draft").path(section.wire());
    var left = texts(before.path(section.wire()));
    left.retainAll(texts(now));
    assertEquals(List.of(), left, now.toString());
    assertFalse(texts(now).isEmpty());
    assertEquals("editing", answered.state());

    // What made way comes back as it was, with what it states.
    var again = (ObjectNode) now.deepCopy();
    again.set("statements", before.path(section.wire()).path("statements"));
    var body = Json.object();
    body.set("content", again);
    var undone = api.put(id, section.wire(), version(answered), body);
    assertEquals(200, undone.status(), undone.body().toString());
    assertEquals(
        Json.write(before.path(section.wire())),
        Json.write(undone.data().path("draft").path(section.wire())));
  }

  @Test
  void whatTheNewAnswerLeavesOutStays() {
    var id = talked();
    api.ready(id);
    ask(id, Section.OFFERINGS);
    var prices = api.session(id).data().path("draft").path("offerings").path("fields");
    var answered = api.say(id, "underfloor heating and power flushing");
    var offerings = answered.data().path("draft").path("offerings");
    assertFalse(texts(offerings).contains("Boiler repairs, leaks and new bathrooms."));
    assertTrue(
        texts(offerings).contains("A call-out is £60, a boiler service £90."),
        "the prices were not asked for: " + prices);
  }

  @Test
  void whatAnOwnerWroteByHandStays() {
    var id = talked();
    var ready = api.ready(id);
    api.put(id, "goals", version(ready), content("Rest more."));
    ask(id, Section.GOALS);
    var goals = api.say(id, "I want to buy the yard next door").data().path("draft").path("goals");
    assertTrue(texts(goals).contains("Rest more."), goals.toString());
  }

  @Test
  void anAnswerToSomethingElseReplacesNothing() {
    var id = talked();
    api.ready(id);
    var before = api.session(id).data().path("draft").path("positioning");
    ask(id, Section.POSITIONING);
    var after = api.say(id, "skip").data().path("draft").path("positioning");
    assertEquals(before, after);
  }

  @Test
  void askingTwiceWithOneKeyAsksOnce() {
    var id = talked();
    api.ready(id);
    var key = UUID.randomUUID().toString();
    var first = api.askAgain(id, "proof", key);
    var second = api.askAgain(id, "proof", key);
    assertEquals(201, first.status());
    assertEquals(first.data(), second.data());
    assertEquals(
        1,
        texts(api.messages(id, Map.of())).stream()
            .filter(it -> it.equals(first.data().path("reply").asString()))
            .count());
  }

  private Answer ask(String id, Section section) {
    var asked = api.askAgain(id, section.wire(), UUID.randomUUID().toString());
    assertEquals(201, asked.status(), asked.body().toString());
    return asked;
  }

  private List<String> saidBy(String id) {
    var said = new ArrayList<String>();
    for (var message : api.messages(id, Map.of()).data()) {
      if (message.path("role").asString().equals("owner")) {
        said.add(message.path("text").asString());
      }
    }
    return said;
  }

  private static List<String> texts(JsonNode content) {
    var texts = new ArrayList<String>();
    content.path("statements").forEach(statement -> texts.add(statement.path("text").asString()));
    return texts;
  }

  private static List<String> strings(JsonNode list) {
    var strings = new ArrayList<String>();
    list.forEach(one -> strings.add(one.asString()));
    return strings;
  }
}
