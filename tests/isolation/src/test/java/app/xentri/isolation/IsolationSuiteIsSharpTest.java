package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.isolation.Isolation.Orgs;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test of the test: each protection is taken away in turn, and the suite must say so. */
@ExtendWith(DatabaseExtension.class)
class IsolationSuiteIsSharpTest {

  /** Each shows one way of being somewhere; the others differ in what they make up. */
  private static final Set<Context> SOME = EnumSet.of(Context.NONE, Context.OTHER, Context.FORGED);

  @Test
  void aContextThatIsNotSignedInFullIsReported(TestDatabase database) throws SQLException {
    Orgs orgs = Isolation.seed(database);
    try (Connection admin = database.connect("postgres");
        var behaviour = new Behaviour(database, orgs, EnumSet.allOf(Context.class))) {
      List<Mutation> mutations = Mutation.ofTheSignature(orgs.catalog());
      assertEquals(List.of(), unnoticed(behaviour, admin, mutations));
    }
  }

  @Test
  void takingAwayAnyOneProtectionOfAnyTableIsReported(TestDatabase database) throws SQLException {
    Orgs orgs = Isolation.seed(database);
    try (Connection admin = database.connect("postgres");
        var behaviour = new Behaviour(database, orgs, SOME)) {
      List<Mutation> mutations = Mutation.ofTables(orgs.catalog());
      assertTrue(mutations.size() >= orgs.catalog().tables().size() * 4);
      assertEquals(List.of(), unnoticed(behaviour, admin, mutations));
      assertEquals(
          List.of(),
          Isolation.findings(orgs, behaviour, admin, _ -> true),
          "each one was brought back");
    }
  }

  @Test
  void anyFunctionGivenToAnyOtherRoleIsReported(TestDatabase database) throws SQLException {
    Orgs orgs = Isolation.seed(database);
    try (Connection admin = database.connect("postgres");
        var behaviour = new Behaviour(database, orgs, SOME)) {
      List<Mutation> mutations = Mutation.ofFunctions(orgs.catalog());
      assertTrue(mutations.size() >= orgs.catalog().routines().size() * 2);
      assertEquals(List.of(), unnoticed(behaviour, admin, mutations));
    }
  }

  @Test
  void aRoleThatCouldDoMoreThanItsGrantsSayIsReported(TestDatabase database) throws SQLException {
    Orgs orgs = Isolation.seed(database);
    try (Connection admin = database.connect("postgres");
        var behaviour = new Behaviour(database, orgs, SOME)) {
      assertEquals(List.of(), unnoticed(behaviour, admin, Mutation.ofRoles()));
    }
  }

  @Test
  void newWaysAroundThePoliciesAreReported(TestDatabase database) throws SQLException {
    Orgs orgs = Isolation.seed(database);
    try (Connection admin = database.connect("postgres");
        var behaviour = new Behaviour(database, orgs, SOME)) {
      assertEquals(List.of(), unnoticed(behaviour, admin, Mutation.ofNewThings()));
    }
  }

  private static List<String> unnoticed(
      Behaviour behaviour, Connection admin, List<Mutation> mutations) throws SQLException {
    List<String> unnoticed = new ArrayList<>();
    for (Mutation mutation : mutations) {
      execute(admin, mutation.change());
      try {
        unnoticed.addAll(unnoticed(behaviour, Catalog.of(admin), mutation));
      } finally {
        execute(admin, mutation.undo());
      }
    }
    return unnoticed;
  }

  private static List<String> unnoticed(Behaviour behaviour, Catalog now, Mutation mutation)
      throws SQLException {
    List<String> unnoticed = new ArrayList<>();
    String subject = mutation.subject();
    List<String> tried = behaviour.findings(now, subject::equals);
    List<String> all = new ArrayList<>(new Structure(now).findings());
    all.addAll(tried);
    if (all.stream().noneMatch(finding -> finding.contains(subject))) {
      unnoticed.add(mutation.what());
    }
    if (mutation.leaks() && tried.isEmpty()) {
      unnoticed.add(mutation.what() + ", by trying it out");
    }
    return unnoticed;
  }

  private static void execute(Connection admin, String sql) throws SQLException {
    try (var statement = admin.createStatement()) {
      // As the owner, as a migration would.
      statement.execute("set role xentri_owner; " + sql + "; reset role");
    }
  }
}
