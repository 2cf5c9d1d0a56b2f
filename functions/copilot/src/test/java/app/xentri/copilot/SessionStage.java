package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.copilot.Api.Answer;
import app.xentri.platform.Json;
import app.xentri.platform.database.TenantTx;
import app.xentri.testkit.TestDatabase;
import app.xentri.testkit.TestDatabase.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** An org of its own for each test, in which somebody talks with the co-pilot. */
abstract class SessionStage {

  static final List<String> ANSWERS =
      List.of(
          "I run a small plumbing business called Hart Plumbing in Leeds",
          "mostly homeowners and landlords",
          "boiler repairs, leaks and new bathrooms",
          "A call-out is £60, a boiler service £90",
          "we turn up when we say we will",
          "Monday to Friday, 8am to 6pm",
          "I want to hire a second plumber",
          "Gas Safe registered, 48 reviews at 4.9 stars");

  final TestDatabase database;
  final TenantTx tenants;
  final Workspace acme;
  final Api api;

  /** One instance for each test, so each has an org of its own. */
  SessionStage(TestDatabase database) {
    this.database = database;
    this.tenants = database.tenants(() -> {});
    this.acme = database.workspace("w" + UUID.randomUUID().toString().substring(0, 8));
    this.api = new Api(tenants, Api.noCache(), acme.caller());
  }

  String talked() {
    var id = api.start().id();
    ANSWERS.forEach(answer -> assertEquals(201, api.say(id, answer).status()));
    return id;
  }

  static ObjectNode owners(String text) {
    var content = Json.object();
    var statement = content.putArray("statements").addObject();
    statement.put("id", "mine").put("text", text).put("source", "owner").putArray("receipts");
    content.putObject("fields");
    return content;
  }

  static ObjectNode content(String text) {
    var body = Json.object();
    body.set("content", owners(text));
    return body;
  }

  static long version(Answer answer) {
    return answer.data().path("version").asLong();
  }

  static List<String> texts(Answer page) {
    var texts = new ArrayList<String>();
    page.data().forEach(message -> texts.add(message.path("text").asString()));
    return texts;
  }

  static List<String> left(Answer answer) {
    var sections = new ArrayList<String>();
    for (var one : answer.data().path("left_as_draft").properties()) {
      if (one.getValue().asBoolean()) {
        sections.add(one.getKey());
      }
    }
    return sections;
  }
}
