package app.xentri.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.database.Database;
import app.xentri.platform.database.Query;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.http.Response;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.Requests;
import app.xentri.testkit.TestDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which statements a connection keeps the plans of, by what its URL says. */
@ExtendWith(DatabaseExtension.class)
class KeptPlansTest {

  /** On the one connection of a pool: some writes, a filtered read, and what has been kept. */
  private static List<String> keptAfterWork(TestDatabase database, String parameters) {
    var acme = database.workspace("acme");
    Database one = database.open(database.url() + parameters, "xentri_app", 1);
    TenantTx tenants = database.tenants(one, () -> {});
    for (int i = 0; i < 4; i++) {
      tenants.once(
          acme.caller(),
          Requests.post("/x", "k" + i, Json.object()),
          tx -> {
            tx.emit(event());
            return Response.created(Json.object());
          });
      List<Long> page = tenants.read(acme.caller(), page(i % 2 == 0 ? null : "xentri.other.v1"));
      assertEquals(i % 2 == 0 ? i + 1 : 0, page.size());
    }
    return one.run(tx -> tx.sql(KeptPlansTest.class, "kept").query(String.class).list());
  }

  private static NewEvent event() {
    return NewEvent.of(
        "xentri.integration.reported.v1",
        Json.object().put("integration", "a").put("outcome", "succeeded"),
        "test");
  }

  private static Query<Long> page(@Nullable String type) {
    return Query.of(KeptPlansTest.class, "page", (row, _) -> row.getLong("org_seq"))
        .param("type", type);
  }

  @Test
  void aConnectionThroughAProxyKeepsNone(TestDatabase database) {
    assertEquals(List.of(), keptAfterWork(database, ""));
  }

  @Test
  void whoAsksForItKeepsThoseOfWhatEveryWriteDoes(TestDatabase database) {
    List<String> kept = keptAfterWork(database, "?prepareThreshold=2");
    for (String part : List.of("enter_org_claiming(", "emit_and_keep(")) {
      assertTrue(kept.stream().anyMatch(sql -> sql.contains(part)), part + " in " + kept);
    }
    assertEquals(
        0, kept.stream().filter(sql -> sql.contains("from system_events")).count(), "" + kept);
  }

  @Test
  void aKeptPlanOutlivesAMigrationThatReplacesWhatItCalls(TestDatabase database) throws Exception {
    var acme = database.workspace("acme");
    Database one = database.open(database.url() + "?prepareThreshold=1", "xentri_app", 1);
    TenantTx tenants = database.tenants(one, () -> {});
    tenants.run(acme.caller(), tx -> tx.emit(event()));
    try (var owner = database.connect("xentri_owner");
        var statement = owner.createStatement()) {
      statement.execute(
          """
          do $$
          declare
            v_text text := pg_get_functiondef('enter_org'::regproc);
          begin
            drop function enter_org;
            execute v_text;
            execute 'grant execute on function enter_org to xentri_app';
          end
          $$
          """);
    }
    tenants.run(acme.caller(), tx -> tx.emit(event()));
    assertEquals(List.of(2L, 1L), tenants.read(acme.caller(), page(null)));
  }
}
