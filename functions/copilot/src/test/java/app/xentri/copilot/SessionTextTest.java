package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.text.Text;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What people write in a session, however odd. */
@ExtendWith(DatabaseExtension.class)
class SessionTextTest extends SessionStage {

  SessionTextTest(TestDatabase database) {
    super(database);
  }

  @Test
  void contentThatDoesNotFitItsSectionIsRefusedWithPointers() {
    var id = talked();
    var version = version(api.session(id));
    var foreign = Json.object();
    foreign.set("content", Json.read("{\"statements\":[],\"fields\":{\"price\":\"1\"}}"));
    var refused = api.put(id, "goals", version, foreign);
    assertEquals(422, refused.status());
    assertEquals(
        "/content/fields/price", refused.body().path("errors").path(0).path("pointer").asString());
    var twice = content("a");
    var statements = (ArrayNode) twice.path("content").path("statements");
    statements.add(statements.path(0).deepCopy());
    var repeated = api.put(id, "goals", version, twice);
    assertEquals(
        "/content/statements/1/id",
        repeated.body().path("errors").path(0).path("pointer").asString());
    assertEquals(404, api.put(id, "prices", version, content("a")).status());
    assertEquals(version, version(api.session(id)));
  }

  @Test
  void oddCharactersNeitherFaultNorChangeWhatWasSaid() {
    var id = api.start().id();
    assertEquals(422, api.say(id, "a\u0000b").status());
    assertEquals(400, api.say(id, "I bake \uD83C bread").status());
    assertEquals(422, api.say(id, "\u200B\u2060\u3164 \u0301").status());
    assertEquals(201, api.say(id, "'; drop table briefs; -- \\ \" \u202E").status());
    assertEquals(201, api.say(id, "مخبز 🍞 パン").status());
    var texts = texts(api.messages(id, Map.of()));
    assertTrue(texts.contains("مخبز 🍞 パン"), texts.toString());
  }

  @Test
  void whatLooksBlankIsRefusedWhereverItStands() {
    var id = talked();
    var version = version(api.session(id));
    for (var blank : List.of("\u3000", "\u2003 ", "\u2060", "\u00a0", "\u200b\u200e", "\ufeff")) {
      var statement = api.put(id, "goals", version, content(blank));
      assertEquals(422, statement.status());
      assertEquals(
          "/content/statements/0/text",
          statement.body().path("errors").path(0).path("pointer").asString());
      var item = Json.object();
      item.putObject("content").putArray("statements");
      ((ObjectNode) item.path("content"))
          .putObject("fields")
          .putArray("items")
          .addObject()
          .put("name", blank);
      assertEquals(
          "/content/fields/items/0/name",
          api.put(id, "offerings", version, item)
              .body()
              .path("errors")
              .path(0)
              .path("pointer")
              .asString());
      assertEquals(201, api.say(api.start().id(), blank + ".").status());
      version = version(api.session(id));
    }
  }

  @Test
  void longAndOddTextIsKeptInOneSpelling() {
    var id = talked();
    var version = version(api.session(id));
    assertEquals(422, api.say(id, "x".repeat(4001)).status());
    assertEquals(422, api.put(id, "goals", version, content("x".repeat(2001))).status());
    for (var text :
        List.of("مرحبا \u202E abc", "e\u0301👩‍👩‍👧", "<b>&amp;\\\"'", "x".repeat(2000))) {
      var put = api.put(id, "goals", version, content(text));
      assertEquals(200, put.status());
      assertEquals(
          Text.normalized(text),
          put.data()
              .path("draft")
              .path("goals")
              .path("statements")
              .path(0)
              .path("text")
              .asString());
      assertEquals(put.data().path("draft"), api.session(id).data().path("draft"));
      version = version(put);
    }
  }
}
