package app.xentri.backbone.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;

/** Plans of the list's statement in an org of 100,000 events, as the app's role sees them. */
@ExtendWith(DatabaseExtension.class)
class EventIndexesTest {

  private static final String FILL =
      """
      insert into system_events (org_id, id, org_seq, type, occurred_at, actor_type, actor_id, payload_schema, payload,
                                 correlation_id, source, environment)
      select o.id, gen_random_uuid(), n, 'xentri.part' || translate((n % 20)::text, '0123456789', 'abcdefghij') || '.done.v1',
             timestamptz '2026-01-01' + n * interval '1 minute', 'user', 'user-' || n % 50, 'x.y@1.0', '{}',
             case when n % 10 = 0 then 'flow-' || n % 1000 end, 'test', 'local'
        from organizations o, generate_series(1, 100000) n
      """;

  @Test
  void everyFilterHasItsIndex(TestDatabase database) throws Exception {
    UUID org = database.workspace("acme").orgId();
    database.workspace("beta");
    try (Connection admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(FILL);
      statement.execute("update event_heads set last_seq = 100000");
      statement.execute("analyze system_events");
    }
    try (Connection app = database.connect("xentri_app")) {
      app.setAutoCommit(false);
      try (var enter =
          app.prepareStatement("select enter_org('user_acme', null, ?, null, 'plan')")) {
        enter.setObject(1, org);
        enter.execute();
      }
      uses(app, Map.of(), "system_events_sequence_is_unique", "org_id");
      uses(app, Map.of("before", 50_000L), "system_events_sequence_is_unique", "org_seq");
      uses(app, Map.of("type", "xentri.partb.done.v1"), "system_events_by_type", "type");
      uses(
          app,
          Map.of("type", "xentri.partb.done.v1", "before", 50_000L),
          "system_events_by_type",
          "org_seq");
      uses(app, Map.of("actor", "user-7"), "system_events_by_actor", "actor_id");
      uses(app, Map.of("correlation", "flow-70"), "system_events_by_correlation", "correlation_id");
      var morning =
          Map.<String, Object>of(
              "since", OffsetDateTime.parse("2026-02-01T08:00:00Z"),
              "until", OffsetDateTime.parse("2026-02-01T12:00:00Z"));
      uses(app, morning, "system_events_by_time", "occurred_at");
      uses(app, Map.of("leading_to", UUID.randomUUID()), "system_events_pkey", "id");
      assertEquals(1, looksForTheWayIn(app), "of a person's event that names no cause");
      app.rollback();
    }
  }

  /** How often an event has one look into the index of those, which is what finds it. */
  private static long looksForTheWayIn(Connection app) throws SQLException {
    try (var statement = app.createStatement()) {
      statement.execute(
          """
          select org_seq from emit_event(gen_random_uuid(), 'xentri.org.renamed.v1', null, 'user', 'user-7',
                                         'org.renamed@1.0', '{}', null, null, null, 'test', 'local')
          """);
      var rows =
          statement.executeQuery(
              "select pg_stat_get_xact_numscans('system_events_ways_in'::regclass)");
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void uses(
      Connection app, Map<String, Object> parameters, String index, String column)
      throws IOException, SQLException {
    JsonNode plan = explain(app, parameters);
    List<String> sequential = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    List<String> indexes = new ArrayList<>();
    walk(plan, sequential, indexes, conditions);
    assertEquals(List.of(), sequential, () -> parameters + " " + plan.toPrettyString());
    assertTrue(indexes.contains(index), () -> parameters + " " + plan.toPrettyString());
    String all = String.join(" ", conditions);
    assertTrue(
        all.contains("org_id") && all.contains(column),
        () -> parameters + " " + plan.toPrettyString());
  }

  private static JsonNode explain(Connection app, Map<String, Object> given)
      throws IOException, SQLException {
    var parameters = new HashMap<>(given);
    var statement =
        JdbcClient.create(new SingleConnectionDataSource(app, true))
            .sql("explain (format json)\n" + page());
    for (String text : List.of("type", "actor", "correlation", "before")) {
      statement = statement.param(text, parameters.get(text));
    }
    statement = statement.param("leading_to", parameters.get("leading_to"), Types.OTHER);
    for (String time : List.of("since", "until")) {
      statement = statement.param(time, parameters.get(time), Types.TIMESTAMP_WITH_TIMEZONE);
    }
    return Json.read(
        Objects.requireNonNull(statement.param("limit", 51).query(String.class).single()));
  }

  private static String page() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(EventStore.class.getResourceAsStream("EventStore/page.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void walk(
      JsonNode node, List<String> sequential, List<String> indexes, List<String> conditions) {
    if (node.path("Node Type").asString("").equals("Seq Scan")) {
      sequential.add(node.path("Relation Name").asString(""));
    }
    if (node.has("Index Name")) {
      indexes.add(node.path("Index Name").asString());
      conditions.add(node.path("Index Cond").asString(""));
    }
    node.forEach(child -> walk(child, sequential, indexes, conditions));
  }
}
