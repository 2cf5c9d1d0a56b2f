package app.xentri.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.platform.Json;
import app.xentri.platform.database.DatabaseFault;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.http.Response;
import app.xentri.testkit.Requests;
import app.xentri.testkit.TestDatabase;
import app.xentri.testkit.TestDatabase.Workspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Functions from before contexts were signed sign in as xentri_app for everything. They go on until
 * the migration that takes from xentri_app what is others', which runs when they are gone.
 */
class MigratingUnderRunningCodeTest {

  private static final String BEFORE = "41";
  private static final String WHILE_THEY_RUN = "51";
  private static final String WHEN_THEY_ARE_GONE = "52";
  private static final String WHILE_THEY_CLAIM = "61";
  private static final String WHEN_NOBODY_CLAIMS = "62";
  private static final String WHILE_THEY_KEEP = "96";
  private static final String WHEN_NOBODY_KEEPS = "97";

  private static final String BEFORE_CAUSES = "130";
  private static final String WITH_CAUSES = "150";

  private static final String OLD_BRIEF =
      """
      with org as (select ?::uuid as id), brief as (
        insert into briefs (org_id, id, version, sections, section_status) select id, gen_random_uuid(), 3, '{}', '{}' from org
      )
      insert into system_events (org_id, id, org_seq, type, occurred_at, actor_type, actor_id, payload_schema, payload, source, environment)
      select org.id, gen_random_uuid(), seq, type, now(), 'user', 'u', 'x.y@1.0', payload::jsonb, 'test', 'local'
        from org, (values (1, 'xentri.brief.created.v1', '{"sections": {"goals": "ready", "proof": "draft"}}'),
                          (2, 'xentri.brief.updated.v1', '{"section": "goals"}'),
                          (3, 'xentri.user.login.v1', '{}')) told (seq, type, payload)
      """;

  private static final String ENTER = "select enter_org('user_acme', null, null, null, 'trace')";
  private static final String CLAIM = "select * from claim_idempotency_key('POST /x', 'k1', '')";
  private static final String ENTER_AND_CLAIM =
      "select outcome from enter_org_claiming('1s', '1s', 'user_acme', null, null, null, '', 'POST /x', 'k1', '')";
  private static final String KEEP =
      "select keep_answer('%s', 'POST /x', 'k1', '', 201, '{}', '\"a\"', null)";

  private static NewEvent event() {
    return NewEvent.of(
        "xentri.integration.reported.v1",
        Json.object().put("integration", "n8n").put("outcome", "succeeded"),
        "test");
  }

  /** Makes another org, as identity's functions do, and tells of it there. */
  private static UUID another(TenantTx tenants, Workspace workspace) {
    return tenants.run(
        workspace.caller(),
        tx -> {
          tx.emit(event());
          UUID made =
              tx.sql(MigratingUnderRunningCodeTest.class, "addOrg").query(UUID.class).single();
          tx.entered(new Member(made, workspace.userId(), "owner"));
          tx.emit(event());
          return made;
        });
  }

  @Test
  void theBriefsThatAreThereLearnFromTheLogWhatMadeTheirSections() throws SQLException {
    try (var database = TestDatabase.asOf(BEFORE_CAUSES)) {
      var acme = database.workspace("acme");
      try (Connection admin = database.connect("postgres");
          var statement = admin.prepareStatement(OLD_BRIEF)) {
        statement.setObject(1, acme.orgId());
        statement.execute();
      }
      database.migrate(WITH_CAUSES);
      assertEquals(
          2, number(database, "select count(*) from briefs, jsonb_object_keys(causes) section"));
      assertEquals(
          2,
          number(
              database,
              """
              select count(*) from briefs b, jsonb_each_text(b.causes) made, system_events e
               where e.org_id = b.org_id and e.id = made.value::uuid and e.org_seq = case made.key when 'goals' then 2 else 1 end
              """));
    }
  }

  @Test
  void functionsFromBeforeGoOnUntilTheMigrationThatTakesAway() throws SQLException {
    try (var database = TestDatabase.asOf(WHILE_THEY_RUN)) {
      var acme = database.workspace("acme");
      TenantTx tenants = database.tenants(() -> {});
      another(tenants, acme);
      assertEquals(2, number(database, "select count(distinct org_id) from system_events"));
      tenants.runAsJob(acme.orgId(), "trace", tx -> tx.emit(event()));
      assertEquals(3, number(database, "select count(*) from system_events"));

      database.migrate(WHEN_THEY_ARE_GONE);
      tenants.run(acme.caller(), tx -> tx.emit(event()));
      assertEquals(4, number(database, "select count(*) from system_events"));
      assertThrows(
          DatabaseFault.class, () -> tenants.runAsJob(acme.orgId(), "trace", tx -> tx.member()));
    }
  }

  @Test
  void aKeyIsClaimedAsBeforeOrOnEnteringUntilNobodyClaimsItAsBefore() throws SQLException {
    try (var database = TestDatabase.asOf(WHILE_THEY_CLAIM)) {
      var acme = database.workspace("acme");
      try (Connection before = database.connect("xentri_app")) {
        before.setAutoCommit(false);
        execute(before, ENTER);
        execute(before, CLAIM);
        execute(before, KEEP.formatted(acme.userId()));
        before.commit();
      }
      try (Connection now = database.connect("xentri_app")) {
        assertEquals("replay", text(now, ENTER_AND_CLAIM));
      }
      database.migrate(WHEN_NOBODY_CLAIMS);
      try (Connection before = database.connect("xentri_app")) {
        assertThrows(SQLException.class, () -> execute(before, CLAIM));
      }
    }
  }

  @Test
  void anAnswerIsKeptAsBeforeOrWithItsEventUntilNobodyKeepsItAsBefore() throws SQLException {
    try (var database = TestDatabase.asOf(WHILE_THEY_KEEP)) {
      var acme = database.workspace("acme");
      try (Connection before = database.connect("xentri_app")) {
        before.setAutoCommit(false);
        execute(before, ENTER_AND_CLAIM);
        execute(before, KEEP.formatted(acme.userId()));
        before.commit();
        assertEquals("replay", text(before, ENTER_AND_CLAIM));
      }
      TenantTx tenants = database.tenants(() -> {});
      assertEquals(1, once(tenants, acme, "k2"));
      database.migrate(WHEN_NOBODY_KEEPS);
      assertEquals(0, once(tenants, acme, "k2"), "kept");
      assertEquals(1, once(tenants, acme, "k3"));
      try (Connection before = database.connect("xentri_app")) {
        before.setAutoCommit(false);
        execute(before, ENTER);
        assertThrows(SQLException.class, () -> execute(before, KEEP.formatted(acme.userId())));
      }
    }
  }

  /** How often a request did its work that is sent under this key. */
  private static int once(TenantTx tenants, Workspace workspace, String key) {
    var done = new AtomicInteger();
    tenants.once(
        workspace.caller(),
        Requests.post("/x", key, Json.object()),
        tx -> {
          tx.emit(event());
          done.incrementAndGet();
          return Response.created(Json.object());
        });
    return done.get();
  }

  @Test
  void aTransactionThatHasEnteredBeforeTheMigrationEndsAsItBegan() throws Exception {
    try (var database = TestDatabase.asOf(BEFORE)) {
      var acme = database.workspace("acme");
      try (Connection running = database.connect("xentri_app");
          Connection eyes = database.connect("postgres")) {
        running.setAutoCommit(false);
        execute(running, ENTER);
        var migrating = CompletableFuture.runAsync(() -> database.migrate(WHILE_THEY_RUN));
        while (number(eyes, "select count(*) from pg_locks where not granted") == 0) {
          assertFalse(migrating.isDone(), "it does not wait");
          Thread.onSpinWait();
        }
        execute(
            running,
            "select emit_event(gen_random_uuid(), 'xentri.test.done.v1', null, 'system', 'test', 'test.done@1.0', '{}', null, null, null, 'test', 'local')");
        assertEquals(1, number(running, "select count(*) from system_events"));
        running.commit();
        migrating.join();
      }
      database.tenants(() -> {}).run(acme.caller(), tx -> tx.emit(event()));
      assertEquals(2, number(database, "select count(*) from system_events"));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static long number(TestDatabase database, String sql) throws SQLException {
    try (Connection admin = database.connect("postgres")) {
      return number(admin, sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
