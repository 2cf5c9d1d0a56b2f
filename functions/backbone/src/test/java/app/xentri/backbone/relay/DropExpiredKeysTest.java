package app.xentri.backbone.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.backbone.EventLog;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
class DropExpiredKeysTest {

  private static void fill(TestDatabase database, int expired, int all) throws SQLException {
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(
          """
          insert into idempotency_keys (org_id, user_id, route, key, fingerprint, status, headers, body, expires_at)
          select o.id, gen_random_uuid(), 'POST /x', 'k' || n, 'f', 201, '{}', '', now() + case when n <= %d then -1 else 1 end * interval '1 minute'
            from organizations o, generate_series(1, %d) n
          """
              .formatted(expired, all));
    }
  }

  private static int sweep(TestDatabase database) {
    return new DropExpiredKeys(database.open(database.url(), "xentri_relay", 1)).run();
  }

  @Test
  void whatHasExpiredGoesInEveryOrgAndTheRestStays(TestDatabase database) throws SQLException {
    database.workspace("acme");
    database.workspace("beta");
    fill(database, 3, 5);
    assertEquals(6, sweep(database));
    assertEquals(4, EventLog.number(database, "select count(*) from idempotency_keys"));
    assertEquals(0, sweep(database));
  }

  @Test
  void aDaysKeysGoInOneSweep(TestDatabase database) throws SQLException {
    database.workspace("acme");
    fill(database, 2 * DropExpiredKeys.AT_ONCE + 1, 2 * DropExpiredKeys.AT_ONCE + 2);
    assertEquals(2 * DropExpiredKeys.AT_ONCE + 1, sweep(database));
  }

  @Test
  void theRelayCannotSeeAKeyThatIsStillGood(TestDatabase database) throws SQLException {
    database.workspace("acme");
    fill(database, 1, 3);
    try (var relay = database.connect("xentri_relay");
        var statement = relay.createStatement();
        var rows = statement.executeQuery("select count(key) from idempotency_keys")) {
      rows.next();
      assertEquals(1, rows.getInt(1));
    }
  }
}
