package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.Api.Answer;
import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The last answer is said otherwise: then it is as if it had been said so from the beginning. */
@ExtendWith(DatabaseExtension.class)
class CorrectAnswerTest extends SessionStage {

  private static final List<String> PARTS =
      List.of("state", "reply", "quick_replies", "can_draft", "progress", "still_open");

  CorrectAnswerTest(TestDatabase database) {
    super(database);
  }

  @Test
  void afterACorrectionEverythingIsAsIfItHadBeenSaidSoAtOnce() {
    for (int at = 0; at < ANSWERS.size(); at++) {
      var other = new Api(tenants, Api.noCache(), database.workspace(name()).caller());
      var mine = new Api(tenants, Api.noCache(), database.workspace(name()).caller());
      var right = said(other, ANSWERS.subList(0, at + 1));
      var wrong = new ArrayList<>(ANSWERS.subList(0, at));
      wrong.add("We repair boats in Vienna called Donau, mostly tourists, for €900, until 2 a.m.");
      var id = said(mine, wrong);
      var corrected = mine.correct(id, lastAnswer(mine, id), ANSWERS.get(at));
      assertEquals(201, corrected.status());
      assertSame(other.session(right).data(), corrected.data());
      assertEquals(texts(other.messages(right, Map.of())), texts(mine.messages(id, Map.of())));
    }
  }

  private static String name() {
    return "w" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static String said(Api api, List<String> answers) {
    var id = api.start().id();
    answers.forEach(answer -> assertEquals(201, api.say(id, answer).status()));
    return id;
  }

  private static void assertSame(JsonNode wanted, JsonNode found) {
    for (var part : PARTS) {
      assertEquals(Json.write(wanted.path(part)), Json.write(found.path(part)), part);
    }
    assertEquals(words(wanted), words(found));
  }

  /** What the draft says, without the ids. */
  private static List<String> words(JsonNode session) {
    var words = new ArrayList<String>();
    session
        .path("draft")
        .forEach(
            section -> {
              section
                  .path("statements")
                  .forEach(one -> words.add(one.path("text") + " " + one.path("states")));
              words.add(Json.write(section.path("fields")));
            });
    return words;
  }

  private static String lastAnswer(Api api, String id) {
    for (var message : api.messages(id, Map.of()).data()) {
      if (message.path("role").asString().equals("owner")) {
        return message.path("id").asString();
      }
    }
    throw new AssertionError("nothing was answered");
  }

  @Test
  void theCorrectedAnswerKeepsItsIdWhichTheReceiptsName() {
    var id = said(api, List.of("I run Hart Plumming in Leeds"));
    var answer = lastAnswer(api, id);
    var corrected = api.correct(id, answer, "I run Hart Plumbing in Leeds");
    var statements = corrected.data().path("draft").path("identity").path("statements");
    assertFalse(statements.isEmpty());
    for (var statement : statements) {
      assertEquals("[\"" + answer + "\"]", Json.write(statement.path("receipts")));
      assertFalse(statement.path("text").asString().contains("Plumming"));
    }
    assertEquals(answer, lastAnswer(api, id));
    assertEquals(3, api.messages(id, Map.of()).data().size());
  }

  @Test
  void itCanBeCorrectedOnceMore() {
    var id = said(api, List.of("I run Hart Plumming in Leeds"));
    api.correct(id, lastAnswer(api, id), "I run Hard Plumbing in Leeds");
    var corrected = api.correct(id, lastAnswer(api, id), "I run Hart Plumbing in Leeds");
    assertEquals(201, corrected.status());
    assertTrue(Json.write(corrected.data().path("draft")).contains("Hart Plumbing"));
    assertFalse(Json.write(corrected.data().path("draft")).contains("Hard"));
  }

  @Test
  void whatWasWrittenByHandSinceStays() {
    var id = said(api, ANSWERS.subList(0, 4));
    var before = api.session(id);
    var prices = (ObjectNode) before.data().path("draft").path("offerings").deepCopy();
    var own = ((ArrayNode) prices.path("statements")).addObject();
    own.put("id", "mine").put("text", "Gift cards").put("source", "owner").putArray("receipts");
    var body = Json.object();
    body.set("content", prices);
    api.put(id, "offerings", version(before), body);
    var corrected = api.correct(id, lastAnswer(api, id), "A call-out is £70, a boiler service £95");
    var draft = Json.write(corrected.data().path("draft").path("offerings"));
    assertTrue(draft.contains("Gift cards"), draft);
    assertTrue(draft.contains("£70") && draft.contains("£95"), draft);
    assertFalse(draft.contains("£60") || draft.contains("£90"), draft);
  }

  @Test
  void aSectionThatTheCorrectionChangesHasToBeDecidedOnAgain() {
    var id = talked();
    api.ready(id);
    var ready = api.session(id);
    api.put(id, "proof", version(ready), Json.object().put("accepted", true));
    var corrected = api.correct(id, lastAnswer(api, id), "Gas Safe registered, 52 reviews");
    assertEquals(201, corrected.status());
    assertFalse(corrected.data().path("accepted").path("proof").asBoolean());
  }

  @Test
  void onlyTheLastAnswerCanBeCorrectedAndOnlyInItsOwnConversation() {
    var id = said(api, List.of("I run Hart Plumbing in Leeds"));
    var first = lastAnswer(api, id);
    api.say(id, "mostly homeowners and landlords");
    for (var wrong : List.of(first, UUID.randomUUID().toString())) {
      var refused = api.correct(id, wrong, "Something else");
      assertEquals(409, refused.status());
      assertEquals("answer_not_last", refused.problem());
    }
    var stranger = new Api(tenants, Api.noCache(), database.workspace(name()).caller());
    assertEquals(404, stranger.correct(id, lastAnswer(api, id), "Mine now").status());
    assertEquals(List.of(201), List.of(api.say(id, "boiler repairs").status()));
    assertEquals(7, api.messages(id, Map.of("limit", "100")).data().size());
  }

  @Test
  void whatTheCopilotSaidAfterAnEditByHandGoesWithTheAnswerThatItFollowed() {
    var id = said(api, List.of("I run Hart Plumbing in Leeds"));
    Answer now = api.session(id);
    api.put(id, "audience", version(now), content("Homeowners in Leeds"));
    var corrected = api.correct(id, lastAnswer(api, id), "I run Hart Heating in Leeds");
    assertEquals(3, api.messages(id, Map.of()).data().size());
    var said = texts(api.messages(id, Map.of()));
    assertEquals(corrected.data().path("reply").asString(), said.getFirst());
    assertEquals("I run Hart Heating in Leeds", said.get(1));
  }
}
