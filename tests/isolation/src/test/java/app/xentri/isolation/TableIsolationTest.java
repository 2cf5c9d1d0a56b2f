package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.isolation.Isolation.Orgs;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
class TableIsolationTest {

  @Test
  void noTableLetsOneOrgSeeOrChangeAnother(TestDatabase database) throws SQLException {
    Orgs orgs = Isolation.seed(database);
    try (Connection admin = database.connect("postgres");
        var behaviour = new Behaviour(database, orgs, EnumSet.allOf(Context.class))) {
      assertEquals(List.of(), Isolation.findings(orgs, behaviour, admin, _ -> true));
      int tables = orgs.catalog().tables().size() - 1; // without the migration tool's own
      assertTrue(
          behaviour.attempts() >= tables * 4 * Context.values().length * 2 * 3,
          "every table, command, context and role, with and without grants: "
              + behaviour.attempts());
    }
  }
}
