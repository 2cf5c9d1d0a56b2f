package app.xentri.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.TestDatabase;
import app.xentri.testkit.TestDatabase.Workspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody could try who got to run SQL as one of our roles. */
@ExtendWith(DatabaseExtension.class)
class WallsTest {

  private static final String REFUSED = "42501";
  private static final String NOT_HERE = "XE403";

  private static final String CLAIM =
      "select outcome from enter_org_claiming('1s', '1s', ?, null, null, null, '', 'POST /x', 'k1', 'f')";

  private static final String EMIT =
      """
      select org_seq from emit_event(gen_random_uuid(), 'xentri.test.done.v1', null, 'system', 'test', 'test.done@1.0', '{}', null, null, null, 'test', 'local')
      """;

  private static @Nullable String ask(Connection session, String sql, Object... values)
      throws SQLException {
    try (var statement = session.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      if (!statement.execute()) {
        return null;
      }
      try (var row = statement.getResultSet()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  private static String refusal(Connection session, String sql, Object... values)
      throws SQLException {
    SQLException refused = assertThrows(SQLException.class, () -> ask(session, sql, values), sql);
    if (!session.getAutoCommit()) {
      session.rollback();
    }
    return String.valueOf(refused.getSQLState());
  }

  private static Connection session(TestDatabase database, String role) throws SQLException {
    Connection session = database.connect(role);
    session.setAutoCommit(false);
    return session;
  }

  private static void enter(Connection session, Workspace workspace) throws SQLException {
    ask(
        session,
        "select enter_org(?, null, ?, null, '')",
        workspace.caller().clerkUserId(),
        workspace.orgId());
  }

  private static void say(Connection session, UUID org) throws SQLException {
    ask(session, "select set_config('app.current_org_id', ?, true)", org.toString());
  }

  @Test
  void aMembersFunctionCannotSayWhereItIs(TestDatabase database) throws SQLException {
    var acme = database.workspace("acme");
    var beta = database.workspace("beta");
    try (Connection app = session(database, "xentri_app")) {
      enter(app, acme);
      say(app, beta.orgId());
      assertNull(ask(app, "select current_org_id()"));
      assertNull(ask(app, "select current_user_id()"));
      assertEquals("0", ask(app, "select count(*) from organizations"));
      assertEquals(NOT_HERE, refusal(app, EMIT));
    }
  }

  @Test
  void whatIsTheProvidersOrAJobsIsRefusedToMembersFunctions(TestDatabase database)
      throws SQLException {
    var acme = database.workspace("acme");
    var beta = database.workspace("beta");
    try (Connection app = session(database, "xentri_app")) {
      enter(app, acme);
      app.commit();
      assertEquals(REFUSED, refusal(app, "select enter_org_as_job(?, '')", beta.orgId()));
      assertEquals(
          REFUSED,
          refusal(
              app,
              """
              select join_org('user_acme', 'a@example.com', 'A', null, now(), 'org_beta', 'Beta', 'beta', now(), null, 'orgmem_1', 'owner', now())
              """));
      assertEquals(
          REFUSED,
          refusal(app, "select take_in_role('m', 'user_acme', 'org_beta', 'owner', now())"));
      assertEquals(
          REFUSED,
          refusal(app, "select add_org('org_beta', 'Beta', 'beta', now(), null, 'm', now())"));
      assertEquals(REFUSED, refusal(app, "select enter_context(?, null)", beta.orgId()));
      assertEquals(REFUSED, refusal(app, "select context_signature('anything'::bytea)"));
      assertEquals(REFUSED, refusal(app, "select * from context_keys"));
    }
  }

  @Test
  void anOrgThatOthersAreInIsNobodysToAdd(TestDatabase database) throws SQLException {
    var acme = database.workspace("acme");
    var beta = database.workspace("beta");
    try (Connection identity = session(database, "xentri_identity")) {
      enter(identity, acme);
      assertNull(
          ask(
              identity,
              "select add_org('org_beta', 'Beta', 'beta', now(), null, 'orgmem_1', now())"));
      assertEquals(acme.orgId().toString(), ask(identity, "select current_org_id()"));
      say(identity, beta.orgId());
      assertNull(ask(identity, "select current_org_id()"));
    }
    try (Connection admin = database.connect("postgres")) {
      assertEquals(
          "1", ask(admin, "select count(*) from memberships where org_id = ?", beta.orgId()));
    }
  }

  @Test
  void aTransactionGoesBackToWhereItHasBeenAndNowhereElse(TestDatabase database)
      throws SQLException {
    var acme = database.workspace("acme");
    var beta = database.workspace("beta");
    try (Connection identity = session(database, "xentri_identity")) {
      enter(identity, acme);
      String made =
          ask(
              identity,
              "select org_id from add_org('org_new', 'New', 'new', now(), null, 'orgmem_1', now())");
      assertEquals(made, ask(identity, "select current_org_id()"));
      assertEquals("1", ask(identity, EMIT));
      say(identity, acme.orgId());
      assertEquals(acme.orgId().toString(), ask(identity, "select current_org_id()"));
      assertEquals(acme.userId().toString(), ask(identity, "select current_user_id()"));
      assertEquals("1", ask(identity, EMIT));
      say(identity, beta.orgId());
      assertEquals(NOT_HERE, refusal(identity, EMIT));
      say(identity, acme.orgId());
      assertEquals(NOT_HERE, refusal(identity, EMIT), "the transaction is over");
    }
  }

  @Test
  void anAnswerIsKeptForThePersonWhoIsThereAndForNobodyElse(TestDatabase database)
      throws SQLException {
    keptForNobodyElse(database, "select keep_answer(?, 'POST /x', 'k1', 'f', 201, '{}', 'body')");
  }

  @Test
  void soIsAnAnswerWithItsEvent(TestDatabase database) throws SQLException {
    keptForNobodyElse(
        database,
        """
        select emit_and_keep(gen_random_uuid(), 'xentri.test.done.v1', null, 'system', 'test', 'test.done@1.0', '{}', null, null, null, 'test', 'local',
                             ?, 'POST /x', 'k1', 'f', 201, '{}', 'body', null)
        """);
  }

  private static void keptForNobodyElse(TestDatabase database, String keep) throws SQLException {
    var acme = database.workspace("acme");
    var beta = database.workspace("beta");
    try (Connection app = session(database, "xentri_app")) {
      assertEquals(NOT_HERE, refusal(app, keep, acme.userId()));
      enter(app, acme);
      assertEquals(NOT_HERE, refusal(app, keep, beta.userId()));
      assertEquals(REFUSED, refusal(app, "select * from idempotency_keys"));
      enter(app, acme);
      ask(app, keep, acme.userId());
      assertEquals("replay", ask(app, CLAIM, "user_acme"));
      assertEquals("claimed", ask(app, CLAIM, "user_beta"));
      assertEquals(NOT_HERE, refusal(app, CLAIM, "user_nobody"));
    }
  }

  @Test
  void anEventIsFoundByTheTwoIdsThatItsWriterKnows(TestDatabase database) throws SQLException {
    var acme = database.workspace("acme");
    var beta = database.workspace("beta");
    try (Connection app = session(database, "xentri_app")) {
      enter(app, acme);
      String event = String.valueOf(ask(app, EMIT.replace("org_seq", "id")));
      app.commit();
      String place = "select place_of_event(?, ?::uuid)";
      assertEquals("1", ask(app, place, acme.orgId(), event));
      assertEquals("0", ask(app, "select count(*) from system_events"));
      assertNull(ask(app, place, beta.orgId(), event));
      assertNull(ask(app, place, acme.orgId(), beta.orgId().toString()));
    }
  }

  @Test
  void noRoleCanBecomeOrChangeAnother(TestDatabase database) throws SQLException {
    for (String role : Isolation.ROLES) {
      try (Connection session = database.connect(role)) {
        for (String other : List.of("postgres", "xentri_owner", "xentri_app", "xentri_job")) {
          if (!other.equals(role)) {
            assertEquals(REFUSED, refusal(session, "set role " + other), role);
            assertEquals(REFUSED, refusal(session, "set session authorization " + other), role);
            assertEquals(REFUSED, refusal(session, "alter role " + other + " password 'x'"), role);
          }
        }
        for (String power : List.of("superuser", "bypassrls", "createrole", "createdb")) {
          assertEquals(REFUSED, refusal(session, "alter role " + role + " " + power), role);
        }
        assertEquals(REFUSED, refusal(session, "create role another"), role);
        assertEquals(REFUSED, refusal(session, "create schema another"), role);
        assertEquals(REFUSED, refusal(session, "create table another (id int)"), role);
        assertEquals(REFUSED, refusal(session, "create temporary table briefs (id int)"), role);
        assertEquals(
            REFUSED,
            refusal(session, "alter role %s set app.current_org_id = 'x'".formatted(role)),
            role);
      }
    }
  }

  /** Postgres lets every role change its own defaults; they show it no more than before. */
  @Test
  void whatARoleMayChangeAboutItselfShowsItNothing(TestDatabase database) throws SQLException {
    database.workspace("acme");
    for (String role : Isolation.ENTERING) {
      String alter = "alter role %s in database %s ".formatted(role, database.name());
      try (Connection session = database.connect(role)) {
        ask(session, alter + "set row_security = off");
        ask(session, alter + "set search_path = pg_temp, public");
        assertEquals(
            REFUSED, refusal(session, alter + "set session_replication_role = replica"), role);
      }
      try (Connection session = database.connect(role)) {
        String table = role.equals(Isolation.IDENTITY) ? "organizations" : "system_events";
        assertEquals(REFUSED, refusal(session, "select * from " + table), role);
        ask(session, "set row_security = on");
        assertEquals("0", ask(session, "select count(*) from " + table), role);
      }
    }
  }
}
