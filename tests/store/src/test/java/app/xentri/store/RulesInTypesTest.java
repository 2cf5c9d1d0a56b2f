package app.xentri.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.PSQLException;

/** Every rule of a type of ours refuses what it is there to refuse, under its name. */
@ExtendWith(DatabaseExtension.class)
class RulesInTypesTest {

  /** A value that breaks the rule, and only this one, as SQL. */
  private static final Map<String, String> BROKEN =
      Map.of(
          "system_events_type_is_namespaced", "'brief.created'::event_type",
          "system_events_actor_type_is_known", "'robot'::event_actor_type",
          "system_events_payload_is_an_object", "'[1]'::event_payload",
          "system_events_payload_is_at_most_64_kilobytes",
              "jsonb_build_object('a', repeat('x', 65536))::event_payload",
          "system_events_environment_is_known", "'test'::event_environment",
          "event_sequence_is_not_negative", "(-1)::event_sequence",
          "idempotency_keys_key_is_1_to_255_characters", "''::idempotency_key");

  private static final String RULES =
      """
      select conname from pg_constraint where contypid <> 0 and connamespace = 'public'::regnamespace
      """;

  @Test
  void eachRuleHasAValueThatBreaksIt(TestDatabase database) throws SQLException {
    var rules = new TreeSet<String>();
    try (var owner = database.connect("xentri_owner");
        var rows = owner.createStatement().executeQuery(RULES)) {
      while (rows.next()) {
        rules.add(rows.getString(1));
      }
    }
    assertEquals(rules, new TreeSet<>(BROKEN.keySet()));
  }

  @Test
  void whatBreaksARuleIsRefusedUnderItsName(TestDatabase database) throws SQLException {
    for (Map.Entry<String, String> broken : BROKEN.entrySet()) {
      assertEquals(broken.getKey(), refusal(database, "select " + broken.getValue()));
    }
  }

  @Test
  void theLogTakesNoEventThatBreaksOne(TestDatabase database) throws SQLException {
    database.workspace("acme");
    assertEquals(
        "system_events_type_is_namespaced",
        refusal(
            database,
            """
            select enter_org('user_acme', null, null, null, 'trace');
            select emit_event(gen_random_uuid(), 'unknown', null, 'user', 'u', 's', '{}', null, null, null, 'test', 'local')
            """));
  }

  private static String refusal(TestDatabase database, String sql) throws SQLException {
    try (var owner = database.connect("xentri_owner");
        var statement = owner.createStatement()) {
      PSQLException refused = assertThrows(PSQLException.class, () -> statement.execute(sql));
      var message = refused.getServerErrorMessage();
      return message == null ? "" : String.valueOf(message.getConstraint());
    }
  }
}
