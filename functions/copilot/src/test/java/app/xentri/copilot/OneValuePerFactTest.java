package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.Api.Answer;
import app.xentri.copilot.brief.Section;
import app.xentri.platform.Json;
import app.xentri.platform.validation.Schemas;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is removed is gone everywhere; what is brought back is what it was, byte for byte. */
@ExtendWith(DatabaseExtension.class)
class OneValuePerFactTest extends SessionStage {

  OneValuePerFactTest(TestDatabase database) {
    super(database);
  }

  @Test
  void everySentenceThatIsRemovedTakesItsFactsAlongAndComesBackAsItWas() {
    var id = talked();
    api.say(id, "People call when a boiler breaks down. We are friendly and plain.");
    api.say(id, "It is just me and an apprentice, since 2012. Closed on Sundays.");
    var tried = 0;
    for (var section : Section.values()) {
      var statements = api.session(id).data().path("draft").path(section.wire()).path("statements");
      for (var i = 0; i < statements.size(); i++) {
        removeAndUndo(id, section.wire(), i);
        tried++;
      }
    }
    assertTrue(tried >= 12, "tried " + tried);
  }

  private void removeAndUndo(String id, String section, int at) {
    var before = api.session(id);
    var shown = before.data().path("draft").path(section);
    var less = (ObjectNode) shown.deepCopy();
    var removed = ((ArrayNode) less.path("statements")).remove(at);
    var after = put(id, section, before, less);
    var left = after.data().path("draft").path(section);
    assertEquals(less.path("statements"), left.path("statements"));
    for (var value : values(removed)) {
      var elsewhere = values(left.path("statements")).contains(value);
      assertEquals(elsewhere, values(left.path("fields")).contains(value), value);
    }
    // As the shell does it: the sentence in its place, the fields as they are shown now.
    var again = (ObjectNode) left.deepCopy();
    ((ArrayNode) again.path("statements")).insert(at, removed);
    var undone = put(id, section, after, again);
    for (var what : List.of("draft", "progress", "still_open", "can_draft")) {
      assertEquals(Json.write(before.data().path(what)), Json.write(undone.data().path(what)));
    }
  }

  @Test
  void everySentenceThatIsRemovedFromTheBriefComesBackAsItWas() {
    var id = talked();
    api.ready(id);
    api.approve(id);
    var tried = 0;
    for (var section : Section.values()) {
      var approved = api.brief().data().path("sections").path(section.wire());
      for (var i = 0; i < approved.path("statements").size(); i++) {
        var less = (ObjectNode) approved.deepCopy();
        var removed = ((ArrayNode) less.path("statements")).remove(i);
        var left = patched(section.wire(), less);
        assertEquals(less.path("statements"), left.path("statements"));
        var again = (ObjectNode) left.deepCopy();
        ((ArrayNode) again.path("statements")).insert(i, removed);
        assertEquals(Json.write(approved), Json.write(patched(section.wire(), again)));
        tried++;
      }
    }
    assertTrue(tried >= 8, "tried " + tried);
  }

  private JsonNode patched(String section, JsonNode content) {
    var body = Json.object();
    body.set("content", content);
    var answer = api.patch(section, version(api.brief()), body);
    assertEquals(200, answer.status(), answer.body().toString());
    return answer.data().path("sections").path(section);
  }

  @Test
  void aWholeSectionThatIsEmptiedOneByOneComesBackAsItWas() {
    var id = talked();
    var before = api.session(id);
    var section = "offerings";
    var whole = before.data().path("draft").path(section);
    var read = before;
    for (var left = whole.path("statements").size(); left > 0; left--) {
      var less = (ObjectNode) read.data().path("draft").path(section).deepCopy();
      ((ArrayNode) less.path("statements")).remove(0);
      read = put(id, section, read, less);
    }
    assertTrue(read.data().path("draft").path(section).path("statements").isEmpty());
    var again = (ObjectNode) read.data().path("draft").path(section).deepCopy();
    again.set("statements", whole.path("statements"));
    var undone = put(id, section, read, again).data().path("draft").path(section);
    assertEquals(Json.write(whole), Json.write(undone));
  }

  /** Every typed value in a piece of JSON, wherever it stands. */
  private static List<String> values(JsonNode tree) {
    var found = new ArrayList<String>();
    for (var claim : tree.findValues("value")) {
      found.add(claim.asString());
    }
    for (var one : tree.findValues("price")) {
      found.add(one.asString());
    }
    if (found.isEmpty()) {
      tree.forEach(value -> strings(value, found));
    }
    return found;
  }

  private static void strings(JsonNode value, List<String> found) {
    if (value.isString()) {
      found.add(value.asString());
    }
    value.forEach(inner -> strings(inner, found));
  }

  @Test
  void everyFieldOfTheSchemaThatIsFilledChangedAndClearedLeavesNoTrace() {
    var id = talked();
    for (var section : Section.values()) {
      var schema = Schemas.class.getResource("/brief/section-" + section.wire() + ".json");
      var fields = read(schema).path("properties").path("fields").path("properties").properties();
      assertFalse(fields.isEmpty());
      for (var field : fields) {
        fillChangeAndClear(id, section.wire(), field.getKey(), field.getValue());
      }
    }
  }

  private void fillChangeAndClear(String id, String section, String field, JsonNode schema) {
    var empty = Json.object();
    empty.putArray("statements");
    empty.putObject("fields");
    var before = put(id, section, api.session(id), empty);
    var filled = put(id, section, before, with(before, section, field, value(schema, "One")));
    var draft = filled.data().path("draft").path(section);
    assertEquals(value(schema, "One"), draft.path("fields").path(field));
    assertEquals(1, draft.path("statements").size(), "one sentence says it");
    assertNotEquals("open", filled.data().path("progress").path(section).asString());
    var changed = put(id, section, filled, with(filled, section, field, value(schema, "Two")));
    var now = changed.data().path("draft").path(section);
    assertEquals(value(schema, "Two"), now.path("fields").path(field));
    assertFalse(Json.write(now).contains("One"));
    var cleared = put(id, section, changed, with(changed, section, field, null));
    assertEquals(empty, cleared.data().path("draft").path(section));
    assertEquals("open", cleared.data().path("progress").path(section).asString());
  }

  @Test
  void everyRowThatIsRemovedInAFormLeavesNoSentenceBehindAndComesBackAsItWas() {
    var id = talked();
    api.say(id, "We also do call-outs at £45, gas checks at £70 and tap repairs from £35.");
    api.say(id, "Our customers are cafes, landlords and schools in Leeds.");
    var tried = 0;
    for (var section : Section.values()) {
      var fields = api.session(id).data().path("draft").path(section.wire()).path("fields");
      for (var field : fields.properties()) {
        for (var at = 0; field.getValue().isArray() && at < field.getValue().size(); at++) {
          removeRowAndUndo(id, section.wire(), field.getKey(), at);
          tried++;
        }
      }
    }
    assertTrue(tried >= 8, "tried " + tried);
  }

  private void removeRowAndUndo(String id, String section, String field, int at) {
    var before = api.session(id);
    var shown = before.data().path("draft").path(section);
    var less = (ObjectNode) shown.deepCopy();
    var removed = ((ArrayNode) less.path("fields").path(field)).remove(at);
    var after = put(id, section, before, less);
    var left = after.data().path("draft").path(section);
    assertEquals(less.path("fields").path(field).size(), left.path("fields").path(field).size());
    var name = removed.isObject() ? removed.path("name").asString() : removed.asString();
    for (var statement : left.path("statements")) {
      // Another fact may have the same words in it.
      var others = statement.path("states").findValuesAsString("value");
      var other = others.stream().anyMatch(value -> saysIt(value, name));
      assertTrue(other || !saysIt(statement.path("text").asString(), name), statement + name);
    }
    var undone = put(id, section, after, shown);
    for (var what : List.of("draft", "progress", "still_open", "can_draft")) {
      assertEquals(Json.write(before.data().path(what)), Json.write(undone.data().path(what)));
    }
  }

  private static boolean saysIt(String text, String name) {
    return text.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
  }

  private static JsonNode value(JsonNode schema, String word) {
    if (schema.path("type").asString().equals("string")) {
      return Json.object().put("it", word).path("it");
    }
    var list = Json.array();
    if (schema.path("items").path("type").asString().equals("object")) {
      list.addObject().put("name", word).put("price", "£" + word.length());
    } else {
      list.add(word);
    }
    return list;
  }

  private static ObjectNode with(
      Answer read, String section, String field, @Nullable JsonNode value) {
    var content = (ObjectNode) read.data().path("draft").path(section).deepCopy();
    var fields = (ObjectNode) content.path("fields");
    if (value == null) {
      fields.remove(field);
    } else {
      fields.set(field, value);
    }
    return content;
  }

  @Test
  void aRemovedAnswerDoesNotComeBackInTheApprovedBrief() {
    var id = talked();
    var said = api.say(id, "Actually they are our friendly neighbours from next door.");
    assertTrue(Json.write(said.data().path("draft")).contains("neighbours"));
    for (var section : Section.values()) {
      var read = api.session(id);
      var content = (ObjectNode) read.data().path("draft").path(section.wire()).deepCopy();
      var statements = (ArrayNode) content.path("statements");
      for (var i = statements.size() - 1; i >= 0; i--) {
        if (statements.path(i).path("text").asString().contains("neighbours")) {
          statements.remove(i);
        }
      }
      put(id, section.wire(), read, content);
    }
    api.ready(id);
    api.approve(id);
    assertFalse(Json.write(api.brief().data()).contains("neighbours"));
  }

  @Test
  void aSectionWhoseOfferingsAreRemovedIsOpenAndShowsNoPrice() {
    var id = talked();
    var read = api.session(id);
    assertEquals("covered", read.data().path("progress").path("offerings").asString());
    var content = (ObjectNode) read.data().path("draft").path("offerings").deepCopy();
    var statements = (ArrayNode) content.path("statements");
    for (var i = statements.size() - 1; i >= 0; i--) {
      if (Json.write(statements.path(i)).contains("£")) {
        statements.remove(i);
      }
    }
    var less = put(id, "offerings", read, content);
    assertEquals("partial", less.data().path("progress").path("offerings").asString());
    assertFalse(Json.write(less.data().path("draft").path("offerings")).contains("£"));
    var nothing = (ObjectNode) less.data().path("draft").path("offerings").deepCopy();
    ((ArrayNode) nothing.path("statements")).removeAll();
    var none = put(id, "offerings", less, nothing);
    assertEquals("open", none.data().path("progress").path("offerings").asString());
    assertEquals(
        "{\"statements\":[],\"fields\":{}}",
        Json.write(none.data().path("draft").path("offerings")));
  }

  @Test
  void aReceiptThatTheDraftNeverHadIsNotTaken() {
    var id = talked();
    var read = api.session(id);
    var goals = (ObjectNode) read.data().path("draft").path("goals").deepCopy();
    var first = (ObjectNode) goals.path("statements").path(0);
    var forged = ((ArrayNode) goals.path("statements")).addObject();
    forged.put("id", "forged").put("text", "I said so.").put("source", "answer");
    forged.set("receipts", first.path("receipts"));
    forged.set("states", Json.read("[{\"field\":\"goal\",\"value\":\"so\"}]"));
    var after = put(id, "goals", read, goals).data().path("draft").path("goals");
    var taken = after.path("statements").path(after.path("statements").size() - 1);
    assertEquals("owner", taken.path("source").asString());
    assertTrue(taken.path("receipts").isEmpty());
    assertFalse(taken.has("states"));
  }

  @Test
  void aFactWhoseSentenceWasRemovedBeforeIsClearedAwayAndOneOfAFormIsKept() throws Exception {
    var id = talked();
    var kept =
        "{\"statements\":[],\"fields\":{\"difference\":\"turn up when we say\",\"tone\":\"calm\"}}";
    var items =
        "{\"statements\":[{\"id\":\"a\",\"text\":\"Leaks.\",\"source\":\"owner\",\"receipts\":[]}],"
            + "\"fields\":{\"items\":[{\"name\":\"leaks\"},{\"name\":\"boiler repairs\",\"price\":\"£90\"},"
            + "{\"name\":\"sauna\"}]}}";
    try (var owner = database.connect("xentri_owner");
        var statement = owner.createStatement()) {
      statement.execute("create policy arranging on brief_sessions to xentri_owner using (true)");
      statement.execute(
          "update brief_sessions set draft = '{\"positioning\":%s,\"offerings\":%s}' where id = '%s'"
              .formatted(kept, items, id));
      statement.execute("drop policy arranging on brief_sessions");
      statement.execute(
          text(
              Schemas.class.getResource(
                  "/migrations/V0072__facts_whose_sentence_was_removed.sql")));
    }
    var draft = api.session(id).data().path("draft");
    assertEquals("{\"tone\":\"calm\"}", Json.write(draft.path("positioning").path("fields")));
    assertEquals(
        "[{\"name\":\"leaks\"},{\"name\":\"sauna\"}]",
        Json.write(draft.path("offerings").path("fields").path("items")));
    assertEquals(2, draft.path("offerings").path("statements").size(), "sauna says itself now");
  }

  private Answer put(String id, String section, Answer read, JsonNode content) {
    var body = Json.object();
    body.set("content", content);
    var answer = api.put(id, section, version(read), body);
    assertEquals(200, answer.status(), answer.body().toString());
    return answer;
  }

  private static JsonNode read(@Nullable URL file) {
    return Json.read(text(file));
  }

  private static String text(@Nullable URL file) {
    try (var in = Objects.requireNonNull(file).openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
