package app.xentri.backbone.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.backbone.Edge;
import app.xentri.backbone.Edge.Answer;
import app.xentri.platform.Json;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.validation.Schemas;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.RoundTrips;
import app.xentri.testkit.TestDatabase;
import app.xentri.testkit.TestDatabase.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(DatabaseExtension.class)
class EventsApiTest {

  private static final String TYPE = "xentri.integration.reported.v1";
  private static final Path ROOT = Path.of("../..");

  private static ObjectNode report(String integration) {
    ObjectNode body = Json.object().put("type", TYPE);
    body.putObject("payload").put("integration", integration).put("outcome", "succeeded");
    return body;
  }

  private static Edge list(TenantTx tenants, Workspace of) {
    return new Edge(
        "events-list", "GET /api/v1/events", new ListEventsHandler(tenants), of.caller());
  }

  private static Edge post(TenantTx tenants, Workspace of) {
    return new Edge(
        "events-post", "POST /api/v1/events", new PostEventHandler(tenants), of.caller());
  }

  private static TenantTx tenants(TestDatabase database) {
    return database.tenants(() -> {});
  }

  @Test
  void aReportedEventComesBackWholeAndIsListed(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = tenants(database);
    ObjectNode body =
        report("n8n")
            .put("occurred_at", "2026-01-31T10:00:00+01:00")
            .put("dedupe_key", "run-1")
            .put("correlation_id", "month-end");

    Answer posted = post(tenants, acme).post("k1", body);

    assertEquals(201, posted.status());
    JsonNode envelope = posted.data();
    assertEquals(List.of(), new Schemas().violations("events/envelope.json", envelope));
    assertEquals(1, envelope.path("org_seq").asInt());
    assertEquals("2026-01-31T09:00:00Z", envelope.path("occurred_at").asString());
    assertEquals(acme.orgId().toString(), envelope.path("org_id").asString());
    assertEquals("user", envelope.path("actor").path("type").asString());
    assertEquals(acme.userId().toString(), envelope.path("actor").path("id").asString());
    assertEquals("integration.reported@1.0", envelope.path("payload_schema").asString());
    assertEquals(body.path("payload"), envelope.path("payload"));
    assertEquals(acme.caller().traceId(), envelope.path("trace_id").asString());
    assertTrue(envelope.path("causation_id").isMissingNode(), "what is null is left out");
    assertEquals(Json.array().add(envelope), list(tenants, acme).get(Map.of()).data());
  }

  @Test
  void theSameDedupeKeyReturnsTheFirstEvent(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = tenants(database);
    Answer first = post(tenants, acme).post("k1", report("a").put("dedupe_key", "d"));
    Answer again = post(tenants, acme).post("k2", report("b").put("dedupe_key", "d"));
    assertEquals(200, again.status());
    assertEquals(first.data(), again.data());
    assertEquals(1, list(tenants, acme).get(Map.of()).data().size());
  }

  @Test
  void aClientCannotUseUpTheDedupeKeyOfAnotherType(TestDatabase database) throws Exception {
    var acme = database.workspace("acme");
    TenantTx tenants = tenants(database);
    post(tenants, acme).post("k1", report("a").put("dedupe_key", "signup"));
    try (var job = database.connect("xentri_job")) {
      job.setAutoCommit(false);
      try (var enter = job.prepareStatement("select enter_org_as_job(?, 't')");
          var emit =
              job.prepareStatement(
                  """
                  select appended from emit_event(gen_random_uuid(), 'xentri.org.created.v1', null, 'system', 'test',
                    'org.created@1.0', '{}', 'signup', null, null, 'test', 'local')
                  """)) {
        enter.setObject(1, acme.orgId());
        enter.execute();
        try (var rows = emit.executeQuery()) {
          rows.next();
          assertTrue(rows.getBoolean(1));
        }
      }
    }
  }

  @Test
  void otherOrgsEventsAreNotListed(TestDatabase database) {
    var acme = database.workspace("acme");
    var beta = database.workspace("beta");
    TenantTx tenants = tenants(database);
    post(tenants, acme).post("k1", report("a").put("dedupe_key", "d"));
    Answer same = post(tenants, beta).post("k1", report("b").put("dedupe_key", "d"));
    assertEquals(201, same.status(), "keys of another org are not in the way");
    JsonNode seen = list(tenants, beta).get(Map.of()).data();
    assertEquals(1, seen.size());
    assertEquals(beta.orgId().toString(), seen.get(0).path("org_id").asString());
  }

  @Test
  void whatTheSchemaForbidsIsRefusedAndNothingIsWritten(TestDatabase database) throws Exception {
    var acme = database.workspace("acme");
    TenantTx tenants = tenants(database);
    try (var examples = Files.list(ROOT.resolve("events/http/events-post"))) {
      for (Path example : examples.sorted().toList()) {
        Answer answer =
            post(tenants, acme).post(example.toString(), Json.read(Files.readString(example)));
        boolean valid = example.getFileName().toString().startsWith("valid-");
        assertEquals(valid ? 201 : 422, answer.status(), example.toString());
        if (!valid) {
          assertNotEquals("", answer.body().path("errors").path(0).path("pointer").asString(""));
        }
      }
    }
    assertEquals(2, list(tenants, acme).get(Map.of()).data().size());
  }

  @Test
  void anEventFromTheFutureIsRefusedAndOneFromAFastClockIsNot(TestDatabase database) {
    var acme = database.workspace("acme");
    Edge post = post(tenants(database), acme);
    String soon = Instant.now().plus(PostEvent.CLOCK_SKEW).minusSeconds(30).toString();
    String later = Instant.now().plus(PostEvent.CLOCK_SKEW).plusSeconds(30).toString();
    assertEquals(201, post.post("k1", report("a").put("occurred_at", soon)).status());
    Answer refused = post.post("k2", report("a").put("occurred_at", later));
    assertEquals(422, refused.status());
    assertEquals("/occurred_at", refused.body().path("errors").path(0).path("pointer").asString());
  }

  @Test
  void aTimeThatOnlyRfc3339KnowsIsRefusedAndIsNoFault(TestDatabase database) {
    var acme = database.workspace("acme");
    Edge post = post(tenants(database), acme);
    for (String time : List.of("2026-01-31T09:00:00+19:46", "2016-12-31T23:59:60Z")) {
      Answer refused = post.post("k-" + time, report("a").put("occurred_at", time));
      assertEquals(422, refused.status(), time);
      assertEquals(
          "/occurred_at", refused.body().path("errors").path(0).path("pointer").asString(), time);
    }
  }

  @Test
  void pagesFollowEachOtherWithoutAGapOrADouble(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = tenants(database);
    tenants.run(
        acme.caller(),
        tx -> {
          for (int i = 0; i < 12; i++) {
            tx.emit(NewEvent.of(TYPE, report("n" + i).path("payload"), "test"));
          }
          return true;
        });
    List<Integer> seen = new ArrayList<>();
    Map<String, String> query = Map.of("limit", "5");
    int pages = 0;
    while (true) {
      Answer page = list(tenants, acme).get(query);
      pages++;
      page.data().forEach(event -> seen.add(event.path("org_seq").asInt()));
      // Newer events do not shift the pages that follow.
      post(tenants, acme).post("late" + pages, report("late"));
      JsonNode next = page.body().path("meta").path("next_cursor");
      if (next.isNull()) {
        break;
      }
      query = Map.of("limit", "5", "cursor", next.asString());
    }
    assertEquals(List.of(12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1), seen);
    assertEquals(3, pages);
  }

  @Test
  void eachFilterLeavesOutTheOthers(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = tenants(database);
    Edge post = post(tenants, acme);
    post.post("k1", report("a").put("occurred_at", "2026-01-01T00:00:00Z"));
    post.post("k2", report("b").put("occurred_at", "2026-02-01T00:00:00Z"));
    post.post("k3", report("c").put("correlation_id", "flow-1"));
    database
        .jobs(() -> {})
        .runAsJob(
            acme.orgId(),
            "t",
            tx -> tx.emit(NewEvent.of(TYPE, report("d").path("payload"), "sweep")));
    Edge list = list(tenants, acme);
    assertEquals("[4, 3, 2, 1]", found(list, Map.of("type", TYPE)));
    assertEquals("[]", found(list, Map.of("type", "xentri.brief.created.v1")));
    assertEquals("[3]", found(list, Map.of("correlation", "flow-1")));
    assertEquals("[4]", found(list, Map.of("actor", "sweep")));
    assertEquals("[3, 2, 1]", found(list, Map.of("actor", acme.userId().toString())));
    assertEquals("[2]", found(list, between("2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z")));
    assertEquals("[1]", found(list, between("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")));
    assertEquals("[4, 3, 2]", found(list, Map.of("since", "2026-01-01T01:00:00+00:59")));
  }

  @Test
  void whatLedToAnEventIsListedWithItAndOfAnotherOrgNothing(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = tenants(database);
    UUID last =
        tenants.run(
            acme.caller(),
            tx -> {
              UUID first = tx.emit(caused(null));
              UUID second = tx.emit(caused(first));
              tx.emit(caused(first));
              tx.emit(caused(UUID.randomUUID()));
              return tx.emit(caused(second));
            });
    Edge list = list(tenants, acme);
    var query = Map.of("leading_to", last.toString());
    assertEquals("[5, 2, 1]", found(list, query));
    Answer page = list.get(Map.of("leading_to", last.toString(), "limit", "2"));
    String next = page.body().path("meta").path("next_cursor").asString();
    assertEquals(
        "[1]", found(list, Map.of("leading_to", last.toString(), "limit", "2", "cursor", next)));
    assertEquals("[]", found(list, Map.of("leading_to", UUID.randomUUID().toString())));
    assertEquals("[]", found(list(tenants, database.workspace("beta")), query));
  }

  private static NewEvent caused(@Nullable UUID cause) {
    return NewEvent.of(TYPE, report("n8n").path("payload"), "test").causedBy(cause);
  }

  @Test
  void whatAPersonDoesOutOfNothingElseFollowsFromHowTheyCame(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = tenants(database);
    UUID came =
        tenants.run(
            acme.caller(),
            tx -> {
              tx.emit(caused(null));
              UUID joined = tx.emit(member("added", acme));
              tx.emit(caused(null));
              tx.emit(caused(joined));
              return joined;
            });
    database.jobs(() -> {}).runAsJob(acme.orgId(), "t", tx -> tx.emit(member("removed", acme)));
    database.jobs(() -> {}).runAsJob(acme.orgId(), "t", tx -> tx.emit(caused(null)));
    post(tenants, acme).post("k1", report("outside"));
    List<String> causes =
        list(tenants, acme)
            .get(Map.of())
            .data()
            .valueStream()
            .map(event -> event.path("causation_id").asString("none"))
            .toList();
    String way = came.toString();
    assertEquals(List.of("none", "none", way, way, way, "none", "none"), causes);
  }

  private static NewEvent member(String what, Workspace workspace) {
    var payload = Json.object().put("user_id", workspace.userId().toString()).put("role", "owner");
    return NewEvent.of("xentri.member." + what + ".v1", payload, "test");
  }

  private static Map<String, String> between(String since, String until) {
    return Map.of("since", since, "until", until);
  }

  private static String found(Edge list, Map<String, String> query) {
    List<Integer> found = new ArrayList<>();
    list.get(query).data().forEach(event -> found.add(event.path("org_seq").asInt()));
    return found.toString();
  }

  @Test
  void badQueriesAreRefusedWithAPointer(TestDatabase database) {
    Edge list = list(tenants(database), database.workspace("acme"));
    Map<String, String> bad =
        Map.of(
            "limit",
            "0",
            "leading_to",
            "1-1-1-1-1",
            "since",
            "yesterday",
            "cursor",
            "c2VxOi0x",
            "type",
            "anything",
            "x",
            "y");
    bad.forEach(
        (name, value) -> {
          Answer answer = list.get(Map.of(name, value));
          assertEquals(400, answer.status(), name);
          assertEquals("/" + name, answer.body().path("errors").path(0).path("pointer").asString());
        });
    assertEquals(400, list.get(Map.of("limit", "101")).status());
    assertEquals(400, list.get(Map.of("cursor", "%%%")).status());
  }

  @Test
  void whatTheDatabaseCannotTakeIsABadQuery(TestDatabase database) {
    Edge list = list(tenants(database), database.workspace("acme"));
    Map.of(
            "actor", "\u0000",
            "correlation", "a\u0000b",
            "since", "+300000-01-01T00:00:00Z",
            "until", "2026-01-01T00:00:00+18:01",
            "cursor", "ZXZlbnRzfDk5OTk5OTk5OTk5OTk5OTk5OTk5")
        .forEach(
            (name, value) -> {
              Answer answer = list.get(Map.of(name, value));
              assertEquals(400, answer.status(), name);
              assertEquals(
                  "/" + name, answer.body().path("errors").path(0).path("pointer").asString());
            });
  }

  @Test
  void aReadTakesOneRoundTripAndAPostTwo(TestDatabase database) {
    var acme = database.workspace("acme");
    try (var proxy = new RoundTrips(database.port())) {
      var app =
          database.open(
              "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database.name(),
              "xentri_app",
              1);
      TenantTx tenants = database.tenants(app, () -> {});
      list(tenants, acme).get(Map.of());
      proxy.take();
      assertEquals(200, list(tenants, acme).get(Map.of()).status());
      assertEquals(1, proxy.take());
      assertEquals(201, post(tenants, acme).post("k1", report("a")).status());
      assertEquals(2, proxy.take());
    }
  }

  @Test
  void theRequestListsExactlyTheTypesWhoseSchemasSayThatClientsMaySendThem() throws Exception {
    var marked = new TreeSet<String>();
    try (var files = Files.list(ROOT.resolve("schema/events"))) {
      for (Path file : files.toList()) {
        if (Json.read(Files.readString(file)).path("x-client-may-send").asBoolean(false)) {
          marked.add(file.getFileName().toString().replace(".json", ""));
        }
      }
    }
    var listed = new TreeSet<String>();
    Json.read(Files.readString(ROOT.resolve("schema/api/events-post.request.json")))
        .at("/properties/type/enum")
        .forEach(type -> listed.add(type.asString()));
    assertEquals(marked, listed);
  }
}
