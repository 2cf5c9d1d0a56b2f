package app.xentri.isolation;

import app.xentri.isolation.Catalog.Column;
import app.xentri.isolation.Catalog.Routine;
import app.xentri.isolation.Catalog.Table;
import app.xentri.isolation.Isolation.Orgs;
import app.xentri.isolation.Isolation.Reviewed;
import app.xentri.isolation.Isolation.Rule;
import app.xentri.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tries every command on every table in every context: nothing of the victim's may be seen or
 * changed. First with the rights that the roles have, and then as a role that has been granted
 * everything on the tables, so that a policy is shown to hold even where a missing grant would hide
 * that it does not.
 */
final class Behaviour implements AutoCloseable {

  /** Begins the name of a role like one of ours, but with every right on every table. */
  private static final String GREEDY = "isolation_greedy_";

  /** How a refusal looks: no right or policy, a malformed context, or a rule of ours. */
  private static final Set<String> REFUSALS = Set.of("42501", "22P02", "XE403", "XE405");

  private record Who(String role, Context context) {}

  private record Session(Connection connection, String entry) {}

  private final TestDatabase database;
  private final Orgs orgs;
  private final Map<Who, Session> sessions = new HashMap<>();
  private final List<Connection> others = new ArrayList<>();
  private final Set<Context> contexts;
  private final List<String> findings = new ArrayList<>();
  private Catalog catalog;
  private int attempts;

  Behaviour(TestDatabase database, Orgs orgs, Set<Context> contexts) {
    this.database = database;
    this.orgs = orgs;
    this.contexts = contexts;
    this.catalog = orgs.catalog();
  }

  /** How many commands were tried. */
  int attempts() {
    return attempts;
  }

  /**
   * What can be seen or changed that should not.
   *
   * @param now the catalog as it is now
   */
  List<String> findings(Catalog now, Predicate<String> which) throws SQLException {
    catalog = now;
    findings.clear();
    List<Table> tables =
        catalog.tables().stream()
            .filter(table -> which.test(table.name()) && !rule(table).isBookkeeping())
            .toList();
    makeGreedy(tables);
    for (String entering : Isolation.ENTERING) {
      for (String role : List.of(entering, greedy(entering))) {
        for (Context context : contexts) {
          Session session = session(role, context);
          for (Table table : tables) {
            attack(new Attempt(session, role, context, table));
          }
        }
      }
      for (Table table : tables) {
        ownRowsAreThere(entering, table);
      }
    }
    for (Table table : tables) {
      relayKeepsOut(table);
    }
    for (Routine routine : catalog.routines()) {
      if (which.test(routine.name())) {
        for (String role : Isolation.ROLES) {
          call(role, routine);
        }
      }
    }
    return List.copyOf(findings);
  }

  @Override
  public void close() throws SQLException {
    for (Session session : sessions.values()) {
      session.connection().close();
    }
    for (Connection other : others) {
      other.close();
    }
  }

  private static Rule rule(Table table) {
    return Isolation.RULES.getOrDefault(table.name(), Rule.BY_ORG);
  }

  private static String greedy(String role) {
    return role.replaceFirst("^xentri_", GREEDY);
  }

  private Session session(String role, Context context) throws SQLException {
    Session open = sessions.get(new Who(role, context));
    if (open != null) {
      return open;
    }
    Connection connection = connect(role);
    Connection other = connection;
    if (context == Context.ABROAD) {
      other = connect(role);
      others.add(other);
    }
    String entry = context.prepare(connection, other, role, seat(orgs.victim()));
    var session = new Session(connection, entry);
    sessions.put(new Who(role, context), session);
    return session;
  }

  private Connection connect(String role) throws SQLException {
    boolean isGreedy = role.startsWith(GREEDY);
    Connection connection = database.connect(isGreedy ? "postgres" : role);
    if (isGreedy) {
      try (var statement = connection.createStatement()) {
        statement.execute("set session authorization " + role);
      }
    }
    connection.setAutoCommit(false);
    return connection;
  }

  /** Members of the roles, so that their policies apply, with rights of their own. */
  private void makeGreedy(List<Table> tables) throws SQLException {
    if (tables.isEmpty()) {
      return;
    }
    var sql = new StringBuilder();
    for (String role : Isolation.ENTERING) {
      sql.append(
          """
          do $$ begin
            create role %1$s nosuperuser nobypassrls in role %2$s;
          exception when duplicate_object then null;
          end $$;
          grant usage on schema public to %1$s;
          """
              .formatted(greedy(role), role));
      for (Table table : tables) {
        sql.append(
            "grant select, insert, update, delete on %s to %s;"
                .formatted(table.name(), greedy(role)));
      }
    }
    try (Connection admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(sql.toString());
    }
  }

  private record Attempt(Session at, String role, Context context, Table table) {
    Connection session() {
      return at.connection();
    }

    String on(String command) {
      return "%s with %s context as %s on %s".formatted(command, context, role, table.name());
    }
  }

  private static String person(Seeder seeder) {
    return Objects.requireNonNullElse(seeder.row("users").get("id"), "");
  }

  private static Context.Seat seat(Seeder seeder) {
    return new Context.Seat(
        seeder.org().toString(),
        person(seeder),
        Objects.requireNonNullElse(seeder.row("users").get("clerk_user_id"), ""));
  }

  /** The condition that picks an org's rows, and nobody else's. */
  private static String belongsTo(Table table, Seeder seeder) {
    return switch (rule(table)) {
      case BY_ORG -> "org_id = '%s'".formatted(seeder.org());
      case PEOPLE -> "id = '%s'".formatted(person(seeder));
      case DEFINER_ONLY -> "true";
      case BOOKKEEPING -> throw new IllegalStateException(table.name());
    };
  }

  private void attack(Attempt attempt) throws SQLException {
    Table table = attempt.table();
    String victims = belongsTo(table, orgs.victim());
    boolean other = attempt.context().isInAnOrg() && rule(table) != Rule.DEFINER_ONLY;
    select(attempt, other ? victims : "true");
    write(attempt, "insert", orgs.victim().insertAgain(table));
    Column column = writable(table);
    String name = table.name();
    write(
        attempt,
        "update",
        "update %s set %s = %2$s where %s".formatted(name, column.name(), victims));
    write(attempt, "delete", "delete from %s where %s".formatted(name, victims));
    if (other) {
      steal(attempt);
    } else {
      write(attempt, "update of all", "update %s set %s = default".formatted(name, column.name()));
      write(attempt, "delete of all", "delete from " + name);
    }
  }

  private void select(Attempt attempt, String condition) throws SQLException {
    String sql = "select count(*) from %s where %s".formatted(attempt.table().name(), condition);
    try (var statement = attempt.session().createStatement()) {
      begin(attempt);
      try (var row = statement.executeQuery(sql)) {
        row.next();
        if (row.getLong(1) != 0) {
          findings.add(attempt.on("select") + " sees " + row.getLong(1) + " rows");
        }
      }
    } catch (SQLException e) {
      requireRefusal(attempt.on("select"), e);
    } finally {
      attempt.session().rollback();
    }
  }

  /** Runs a command that must change nothing. */
  private void write(Attempt attempt, String command, String sql) throws SQLException {
    try (var statement = attempt.session().createStatement()) {
      begin(attempt);
      int rows = statement.executeUpdate(sql);
      if (rows != 0) {
        findings.add(attempt.on(command) + " changes " + rows + " rows");
      }
    } catch (SQLException e) {
      requireRefusal(attempt.on(command), e);
    } finally {
      attempt.session().rollback();
    }
  }

  /** Tries to hand one's own row over to the other org, which only WITH CHECK can refuse. */
  private void steal(Attempt attempt) throws SQLException {
    Table table = attempt.table();
    String own = belongsTo(table, orgs.attacker());
    String victim = orgs.victim().org().toString();
    String change =
        table.columns().stream().anyMatch(c -> c.name().equals("org_id") && !c.generated())
            ? "org_id = '%s'".formatted(victim)
            : "id = gen_random_uuid()";
    try (var statement = attempt.session().createStatement()) {
      begin(attempt);
      int rows =
          statement.executeUpdate("update %s set %s where %s".formatted(table.name(), change, own));
      if (rows != 0) {
        findings.add(attempt.on("update of one's own row into another org") + " succeeds");
      }
    } catch (SQLException e) {
      requireRefusal(attempt.on("update of one's own row into another org"), e);
    } finally {
      attempt.session().rollback();
    }
  }

  private void begin(Attempt attempt) throws SQLException {
    attempts++;
    begin(attempt.context(), attempt.at(), attempt.role());
  }

  private void begin(Context context, Session session, String role) throws SQLException {
    context.begin(
        session.connection(), role, seat(orgs.victim()), seat(orgs.attacker()), session.entry());
  }

  private void requireRefusal(String what, SQLException e) {
    if (!REFUSALS.contains(Objects.requireNonNullElse(e.getSQLState(), ""))) {
      findings.add(what + " cannot be judged: " + e.getMessage());
    }
  }

  private static Column writable(Table table) {
    return table.columns().stream()
        .filter(column -> !column.generated() && !column.name().equals("org_id"))
        .filter(column -> table.keyOver(column.name()).isEmpty())
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  /** The other half: in its own context, an org does see its rows. */
  private void ownRowsAreThere(String role, Table table) throws SQLException {
    if (rule(table) == Rule.DEFINER_ONLY || !catalog.may(role, "SELECT", table.name())) {
      return;
    }
    Session at = session(role, Context.OTHER);
    Connection session = at.connection();
    try (var statement = session.createStatement()) {
      begin(Context.OTHER, at, role);
      String condition = belongsTo(table, orgs.attacker());
      try (var row =
          statement.executeQuery(
              "select count(*) filter (where %s), count(*) from %s"
                  .formatted(condition, table.name()))) {
        row.next();
        if (row.getLong(1) < 1 || row.getLong(1) != row.getLong(2)) {
          findings.add(
              "an org sees %d rows of its own and %d rows in all in %s"
                  .formatted(row.getLong(1), row.getLong(2), table.name()));
        }
      }
    } catch (SQLException e) {
      findings.add("an org cannot read its own rows in " + table.name() + ": " + e.getMessage());
    } finally {
      session.rollback();
    }
  }

  /** A role that may not call a function is refused; one that may is shown nothing unasked. */
  private void call(String role, Routine routine) throws SQLException {
    Reviewed reviewed = Isolation.FUNCTIONS.get(routine.shortName());
    if (reviewed == null || !reviewed.callers().contains(role)) {
      isRefused(role, routine);
    } else if (!routine.callable()) {
      findings.add(routine.name() + " cannot be judged: no statement can call it");
    } else {
      showsNothingUnasked(role, routine);
    }
  }

  private void isRefused(String role, Routine routine) throws SQLException {
    Connection session = session(role, Context.NONE).connection();
    attempts++;
    try (var statement = session.createStatement()) {
      statement.execute(routine.call());
      findings.add(role + " can call " + routine.name());
    } catch (SQLException e) {
      if (!"42501".equals(e.getSQLState())) {
        findings.add(role + " gets into " + routine.name() + ": " + e.getMessage());
      }
    } finally {
      session.rollback();
    }
  }

  /** Called in whatever context with nothing that names the victim, it must not show them. */
  private void showsNothingUnasked(String role, Routine routine) throws SQLException {
    for (Context context : role.equals(Isolation.RELAY) ? Set.of(Context.NONE) : contexts) {
      Session at = session(role, context);
      Connection session = at.connection();
      attempts++;
      try (var statement = session.createStatement()) {
        begin(context, at, role);
        var row = statement.executeQuery(routine.call());
        while (row.next()) {
          String shown = Objects.requireNonNullElse(row.getString(1), "");
          if (shown.contains(orgs.victim().org().toString())
              || shown.contains(person(orgs.victim()))) {
            findings.add(routine.name() + " with " + context + " context shows " + shown);
          }
        }
      } catch (SQLException e) {
        // It may also find that a constraint does not let it do without what it was not told.
        if (!Objects.requireNonNullElse(e.getSQLState(), "").startsWith("23")) {
          requireRefusal(routine.name() + " with " + context + " context", e);
        }
      } finally {
        session.rollback();
      }
    }
  }

  /** The relay reads the log of all orgs and moves cursors; nothing else. */
  private void relayKeepsOut(Table table) throws SQLException {
    String name = table.name();
    Session session = session("xentri_relay", Context.NONE);
    var attempt = new Attempt(session, "xentri_relay", Context.NONE, table);
    if (!catalog.may("xentri_relay", "SELECT", name)) {
      select(attempt, "true");
    }
    write(attempt, "insert", orgs.victim().insertAgain(table));
    write(attempt, "delete of all", "delete from " + name);
    for (Column column : table.columns()) {
      boolean cursor =
          name.equals("event_cursors") && Set.of("last_seq", "updated_at").contains(column.name());
      if (!cursor && !column.generated()) {
        write(
            attempt,
            "update of " + column.name(),
            "update %s set %s = default".formatted(name, column.name()));
      }
    }
  }
}
