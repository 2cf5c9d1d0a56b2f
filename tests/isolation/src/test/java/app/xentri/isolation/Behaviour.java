package app.xentri.isolation;

import app.xentri.isolation.Catalog.Column;
import app.xentri.isolation.Catalog.Routine;
import app.xentri.isolation.Catalog.Table;
import app.xentri.isolation.Isolation.Orgs;
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
import java.util.stream.Collectors;

/**
 * Tries every command on every table in every context: nothing of the victim's may be seen or
 * changed. First with the rights that the roles have, and then as a role that has been granted
 * everything on the tables, so that a policy is shown to hold even where a missing grant would hide
 * that it does not.
 */
final class Behaviour implements AutoCloseable {

  /**
   * A role like xentri_app but with every right on every table; policies for xentri_app hold it.
   */
  private static final String GREEDY = "isolation_greedy_app";

  /** How a refusal looks: no right or policy, a malformed context, or a rule of ours. */
  private static final Set<String> REFUSALS = Set.of("42501", "22P02", "XE403", "XE405");

  private record Seat(String role, Context context) {}

  private final TestDatabase database;
  private final Orgs orgs;
  private final Map<Seat, Connection> sessions = new HashMap<>();
  private final List<String> findings = new ArrayList<>();
  private Catalog catalog;
  private int attempts;

  Behaviour(TestDatabase database, Orgs orgs) {
    this.database = database;
    this.orgs = orgs;
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
    for (String role : List.of("xentri_app", GREEDY)) {
      for (Context context : Context.values()) {
        Connection session = session(role, context);
        for (Table table : tables) {
          attack(new Attempt(session, role, context, table));
        }
      }
    }
    for (Table table : tables) {
      ownRowsAreThere(table);
      relayKeepsOut(table);
    }
    for (Routine routine : catalog.routines()) {
      if (routine.definer() && routine.appExecute() && which.test(routine.name())) {
        showsNothingUnasked(routine);
      }
    }
    return List.copyOf(findings);
  }

  @Override
  public void close() throws SQLException {
    for (Connection session : sessions.values()) {
      session.close();
    }
  }

  private static Rule rule(Table table) {
    return Isolation.RULES.getOrDefault(table.name(), Rule.BY_ORG);
  }

  private Connection session(String role, Context context) throws SQLException {
    Connection open = sessions.get(new Seat(role, context));
    if (open != null) {
      return open;
    }
    Connection session = database.connect(role.equals(GREEDY) ? "postgres" : role);
    sessions.put(new Seat(role, context), session);
    if (role.equals(GREEDY)) {
      try (var statement = session.createStatement()) {
        statement.execute("set session authorization " + GREEDY);
      }
    }
    session.setAutoCommit(false);
    context.prepare(session, orgs.victim().org(), person(orgs.victim()));
    return session;
  }

  /** A member of xentri_app, so that its policies apply, with rights of its own. */
  private void makeGreedy(List<Table> tables) throws SQLException {
    try (Connection admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(
          """
          do $$ begin
            create role %1$s nosuperuser nobypassrls in role xentri_app;
          exception when duplicate_object then null;
          end $$
          """
              .formatted(GREEDY));
      statement.execute("grant usage on schema public to " + GREEDY);
      for (Table table : tables) {
        statement.execute(
            "grant select, insert, update, delete on %s to %s".formatted(table.name(), GREEDY));
      }
    }
  }

  private record Attempt(Connection session, String role, Context context, Table table) {
    String on(String command) {
      return "%s with %s context as %s on %s".formatted(command, context, role, table.name());
    }
  }

  private static String person(Seeder seeder) {
    return Objects.requireNonNullElse(seeder.row("users").get("id"), "");
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
    boolean other = attempt.context() == Context.OTHER && rule(table) != Rule.DEFINER_ONLY;
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
    begin(attempt);
    try (var statement = attempt.session().createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      if (row.getLong(1) != 0) {
        findings.add(attempt.on("select") + " sees " + row.getLong(1) + " rows");
      }
    } catch (SQLException e) {
      requireRefusal(attempt.on("select"), e);
    } finally {
      attempt.session().rollback();
    }
  }

  /** Runs a command that must change nothing. */
  private void write(Attempt attempt, String command, String sql) throws SQLException {
    begin(attempt);
    try (var statement = attempt.session().createStatement()) {
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
    begin(attempt);
    try (var statement = attempt.session().createStatement()) {
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
    attempt.context().begin(attempt.session(), orgs.attacker().org(), person(orgs.attacker()));
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
  private void ownRowsAreThere(Table table) throws SQLException {
    if (rule(table) == Rule.DEFINER_ONLY || !catalog.may("xentri_app", "SELECT", table.name())) {
      return;
    }
    Connection session = session("xentri_app", Context.OTHER);
    try (var statement = session.createStatement()) {
      Context.OTHER.begin(session, orgs.attacker().org(), person(orgs.attacker()));
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

  /** Called in whatever context with nothing that names the victim, it must not show them. */
  private void showsNothingUnasked(Routine routine) throws SQLException {
    if (!routine.callable()) {
      findings.add(routine.name() + " cannot be judged: no statement can call it");
      return;
    }
    String sql =
        "select t::text from %s(%s) t"
            .formatted(
                routine.shortName(),
                routine.arguments().stream()
                    .map("null::"::concat)
                    .collect(Collectors.joining(", ")));
    for (Context context : Context.values()) {
      Connection session = session("xentri_app", context);
      attempts++;
      context.begin(session, orgs.attacker().org(), person(orgs.attacker()));
      try (var statement = session.createStatement();
          var row = statement.executeQuery(sql)) {
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
    Connection session = session("xentri_relay", Context.NONE);
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
