package app.xentri.isolation;

import app.xentri.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The suite as a function: looks at a migrated database and returns every way in which it does not
 * keep orgs apart. It enumerates the catalog, so a new table is covered, and must comply, on the
 * day it is made.
 */
final class Isolation {

  /** What holds for the rows of a table. */
  enum Rule {
    /** The default: the table has an org_id, and a row is its org's alone. */
    BY_ORG,
    /** A person: seen by the orgs they are in, changed by themselves. */
    PEOPLE,
    /** No org in it and nobody's business: our roles reach it through definer functions only. */
    DEFINER_ONLY,
    /** Of the migration tool: no role of ours may touch it at all. */
    BOOKKEEPING;

    boolean isBookkeeping() {
      return this == BOOKKEEPING;
    }
  }

  /**
   * Tables without an org_id, each looked at by a person. Anything else without one fails the
   * build.
   */
  static final Map<String, Rule> RULES =
      Map.of(
          "users", Rule.PEOPLE,
          "ended_sessions", Rule.DEFINER_ONLY,
          "clerk_deletions", Rule.DEFINER_ONLY,
          "clerk_messages", Rule.DEFINER_ONLY,
          "signup_keys", Rule.DEFINER_ONLY,
          "flyway_schema_history", Rule.BOOKKEEPING);

  private Isolation() {}

  /** Two orgs with a row in every table. */
  record Orgs(Catalog catalog, Seeder victim, Seeder attacker) {}

  /** Fills an empty database. */
  static Orgs seed(TestDatabase database) throws SQLException {
    try (Connection admin = database.connect("postgres")) {
      Catalog catalog = Catalog.of(admin);
      var victim = new Seeder(catalog, admin, UUID.randomUUID());
      victim.seedAll();
      var attacker = new Seeder(catalog, admin, UUID.randomUUID());
      attacker.seedAll();
      return new Orgs(catalog, victim, attacker);
    }
  }

  /**
   * What is wrong with a seeded database.
   *
   * @param which the tables whose behaviour is tried out; structure is looked at everywhere
   */
  static List<String> findings(
      Orgs orgs, Behaviour behaviour, Connection admin, Predicate<String> which)
      throws SQLException {
    Catalog now = Catalog.of(admin);
    var findings = new ArrayList<String>(orgs.victim().problems());
    findings.addAll(new Structure(now).findings());
    findings.addAll(behaviour.findings(now, which));
    return findings;
  }
}
