package app.xentri.copilot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.Api.Answer;
import app.xentri.platform.Json;
import app.xentri.platform.database.TenantTx;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.RoundTrips;
import app.xentri.testkit.TestDatabase;
import app.xentri.testkit.TestDatabase.Workspace;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(DatabaseExtension.class)
class BriefApiTest {

  private final TestDatabase database;
  private final TenantTx tenants;

  BriefApiTest(TestDatabase database) {
    this.database = database;
    this.tenants = database.tenants(() -> {});
  }

  private Workspace workspace() {
    return database.workspace("w" + UUID.randomUUID().toString().substring(0, 8));
  }

  private Api api(Workspace workspace) {
    return new Api(tenants, Api.noCache(), workspace.caller());
  }

  private static Answer approved(Api api) {
    var id = api.start().id();
    api.say(id, "I run a bakery called Old Mill in Leeds, we bake bread for young families");
    api.ready(id);
    api.approve(id);
    return api.brief();
  }

  private static ObjectNode edit(String text) {
    var body = Json.object();
    var content = body.putObject("content");
    var statement = content.putArray("statements").addObject();
    statement.put("id", "mine").put("text", text).put("source", "answer");
    statement.putArray("receipts").add(UUID.randomUUID().toString());
    content.putObject("fields");
    return body;
  }

  @Test
  void thereIsNoBriefBeforeTheFirstApproval() {
    var answer = api(workspace()).brief();
    assertEquals(404, answer.status());
    assertEquals("brief_not_found", answer.problem());
    assertEquals(404, api(workspace()).patch("goals", 1, edit("x")).status());
  }

  @Test
  void anEditChangesOneSectionAndLeavesTheOthersByteIdentical() throws SQLException {
    var acme = workspace();
    var api = api(acme);
    var before = approved(api);
    assertEquals(Api.tag(before, 1), before.etag());
    var after = api.patch("goals", 1, edit("Open a second shop.").put("status", "ready"));
    assertEquals(200, after.status());
    assertEquals(Api.tag(before, 2), after.etag());
    assertEquals(after.data(), api.brief().data());
    assertEquals("ready", after.data().path("section_status").path("goals").asString());
    for (var section :
        List.of("identity", "audience", "offerings", "positioning", "operations", "proof")) {
      assertEquals(
          Json.write(before.data().path("sections").path(section)),
          Json.write(after.data().path("sections").path(section)));
    }
    var statement = after.data().path("sections").path("goals").path("statements").path(0);
    assertEquals("owner", statement.path("source").asString(), "a receipt cannot be forged");
    var expected =
        Json.object()
            .put("brief_id", after.id())
            .put("version", 2)
            .put("section", "goals")
            .put("source", "manual");
    assertEquals(expected, Json.read(payload(acme)));
  }

  private String payload(Workspace workspace) throws SQLException {
    try (var connection = database.connect("postgres");
        var statement =
            connection.prepareStatement(
                "select payload::text from system_events where org_id = ? order by org_seq desc limit 1")) {
      statement.setObject(1, workspace.orgId());
      var rows = statement.executeQuery();
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void aSectionSentBackAsItWasIsNoNewVersionAndNoEvent() throws SQLException {
    var acme = workspace();
    var api = api(acme);
    approved(api);
    var edited = api.patch("goals", 1, edit("One."));
    var event = payload(acme);
    var same = Json.object();
    same.set("content", edited.data().path("sections").path("goals"));
    var again = api.patch("goals", 2, same);
    assertEquals(200, again.status());
    assertEquals(edited.etag(), again.etag());
    assertEquals(edited.data(), again.data());
    assertEquals(event, payload(acme));
    assertEquals(
        3, api.patch("goals", 2, same.put("status", "ready")).data().path("version").asInt());
  }

  @Test
  void aStaleEditIsRefusedWithTheBriefAsItIsNow() {
    var api = api(workspace());
    approved(api);
    api.patch("goals", 1, edit("One."));
    var stale = api.patch("proof", 1, edit("Two."));
    assertEquals(412, stale.status());
    assertEquals(api.brief().data(), stale.body().path("current"));
  }

  @Test
  void ofTenEditsAtOnceThatHaveSeenTheSameVersionOneIsMade() throws Exception {
    var api = api(workspace());
    approved(api);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Integer>>();
      for (var i = 0; i < 10; i++) {
        var text = "Goal " + i;
        running.add(threads.submit(() -> api.patch("goals", 1, edit(text)).status()));
      }
      var made = 0;
      for (var future : running) {
        made += future.get() == 200 ? 1 : 0;
      }
      assertEquals(1, made);
    }
    assertEquals(2, api.brief().data().path("version").asInt());
  }

  @Test
  void aReadTakesThreeRoundTripsAtMostAndAWriteFour() {
    var acme = workspace();
    try (var proxy = new RoundTrips(database.port())) {
      var app =
          database.open(
              "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database.name(),
              "xentri_app",
              1);
      var api = new Api(database.tenants(app, () -> {}), Api.noCache(), acme.caller());
      api.brief();
      proxy.take();
      var id = api.start().id();
      atMost(4, proxy, "start");
      api.start();
      atMost(4, proxy, "resume");
      api.say(id, "I run a bakery called Old Mill");
      atMost(4, proxy, "message");
      api.session(id);
      atMost(3, proxy, "session");
      api.messages(id, Map.of());
      atMost(3, proxy, "messages");
      var ready = api.ready(id);
      atMost(4, proxy, "ready");
      api.put(
          id, "goals", ready.data().path("version").asLong(), Json.object().put("accepted", true));
      atMost(4, proxy, "draft section");
      api.approve(id);
      atMost(4, proxy, "approve");
      api.brief();
      atMost(3, proxy, "brief");
      api.patch("goals", 1, edit("Grow."));
      atMost(4, proxy, "patch");
      api.versions(Map.of());
      atMost(3, proxy, "versions");
      api.version("2", Map.of("against", "1"));
      atMost(3, proxy, "version");
      api.restore(1, 2);
      atMost(5, proxy, "restore");
    }
  }

  private static void atMost(int most, RoundTrips proxy, String what) {
    var trips = proxy.take();
    assertTrue(trips <= most, what + " took " + trips);
  }

  @Test
  void aRowOfAnotherOrgIsNeitherSeenNorChanged() {
    var one = api(workspace());
    var brief = approved(one);
    var other = api(workspace());
    assertEquals(404, other.brief().status());
    approved(other);
    other.patch("goals", 1, edit("Theirs."));
    assertEquals(brief.data(), one.brief().data());
  }
}
