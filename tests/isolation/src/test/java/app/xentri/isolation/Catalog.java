package app.xentri.isolation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toUnmodifiableList;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the database itself says is in it; nothing here is listed by hand. */
record Catalog(
    List<Table> tables,
    List<Policy> policies,
    List<Routine> routines,
    List<View> views,
    List<Privilege> privileges,
    List<Role> roles,
    List<String> strays) {

  record Table(
      long oid,
      String name,
      boolean rowSecurity,
      boolean forced,
      String owner,
      List<Column> columns,
      List<ForeignKey> foreignKeys,
      List<Check> checks) {

    boolean has(String column) {
      return columns.stream().anyMatch(c -> c.name().equals(column));
    }

    Optional<ForeignKey> keyOver(String column) {
      return foreignKeys.stream().filter(key -> key.columns().contains(column)).findFirst();
    }
  }

  /**
   * A column.
   *
   * @param mayChange whether a role of ours may update it
   */
  record Column(
      String name,
      String type,
      boolean notNull,
      boolean hasDefault,
      boolean generated,
      boolean mayChange) {}

  record ForeignKey(String name, String target, List<String> columns, List<String> targetColumns) {}

  record Check(String name, String definition, List<String> columns) {}

  /**
   * A policy.
   *
   * @param command {@code ALL} or one command
   */
  record Policy(
      String table,
      String name,
      boolean permissive,
      List<String> roles,
      String command,
      @Nullable String using,
      @Nullable String withCheck) {

    boolean appliesTo(String role, String wanted) {
      return (roles.contains(role) || roles.contains("public"))
          && (command.equals("ALL") || command.equals(wanted));
    }
  }

  /**
   * A function.
   *
   * @param name with the types of its arguments
   * @param callable whether a statement can call it, as it cannot call a trigger's
   * @param callers the roles of ours that may execute it
   */
  record Routine(
      String name,
      String shortName,
      List<String> arguments,
      boolean definer,
      List<String> settings,
      String source,
      boolean callable,
      boolean publicExecute,
      List<String> callers) {

    /** A statement that calls it and tells it nothing. */
    String call() {
      String nothing = arguments.stream().map("null::"::concat).collect(Collectors.joining(", "));
      return callable
          ? "select t::text from %s(%s) t".formatted(shortName, nothing)
          : "select %s(%s)".formatted(shortName, nothing);
    }
  }

  record View(String name, boolean materialized, boolean invoker) {}

  record Privilege(String table, String role, String command) {}

  record Role(String name, String powers) {}

  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  static Catalog of(Connection admin) throws SQLException {
    Map<Long, List<Column>> columns = byTable(admin, "columns", Catalog::column);
    Map<Long, List<ForeignKey>> keys = byTable(admin, "foreignKeys", Catalog::foreignKey);
    Map<Long, List<Check>> checks = byTable(admin, "checks", Catalog::check);
    List<Table> tables =
        rows(
            admin,
            "tables",
            row ->
                new Table(
                    row.getLong("oid"),
                    row.getString("name"),
                    row.getBoolean("row_security"),
                    row.getBoolean("forced"),
                    row.getString("owner"),
                    columns.getOrDefault(row.getLong("oid"), List.of()),
                    keys.getOrDefault(row.getLong("oid"), List.of()),
                    checks.getOrDefault(row.getLong("oid"), List.of())));
    return new Catalog(
        tables,
        rows(admin, "policies", Catalog::policy),
        rows(admin, "functions", Catalog::routine),
        rows(
            admin,
            "views",
            row ->
                new View(
                    row.getString("name"),
                    row.getBoolean("materialized"),
                    row.getBoolean("invoker"))),
        rows(
            admin,
            "privileges",
            row ->
                new Privilege(
                    row.getString("table"), row.getString("role"), row.getString("privilege"))),
        rows(admin, "roles", row -> new Role(row.getString("name"), row.getString("powers"))),
        rows(admin, "strays", row -> row.getString("stray")));
  }

  Table table(String name) {
    return tables.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  boolean may(String role, String command, String table) {
    return privileges.contains(new Privilege(table, role, command));
  }

  List<Policy> policiesOf(String table) {
    return policies.stream().filter(p -> p.table().equals(table)).toList();
  }

  private static Column column(ResultSet row) throws SQLException {
    return new Column(
        row.getString("name"),
        row.getString("type"),
        row.getBoolean("not_null"),
        row.getBoolean("has_default"),
        row.getBoolean("generated"),
        row.getBoolean("may_change"));
  }

  private static ForeignKey foreignKey(ResultSet row) throws SQLException {
    return new ForeignKey(
        row.getString("name"),
        row.getString("target"),
        texts(row, "columns"),
        texts(row, "target_columns"));
  }

  private static Check check(ResultSet row) throws SQLException {
    return new Check(row.getString("name"), row.getString("definition"), texts(row, "columns"));
  }

  private static Policy policy(ResultSet row) throws SQLException {
    return new Policy(
        row.getString("tablename"),
        row.getString("policyname"),
        row.getString("permissive").equals("PERMISSIVE"),
        texts(row, "roles"),
        row.getString("cmd"),
        row.getString("qual"),
        row.getString("with_check"));
  }

  private static Routine routine(ResultSet row) throws SQLException {
    return new Routine(
        row.getString("name"),
        row.getString("short_name"),
        texts(row, "arguments"),
        row.getBoolean("definer"),
        texts(row, "settings"),
        row.getString("source"),
        row.getBoolean("callable"),
        row.getBoolean("public_execute"),
        texts(row, "callers"));
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static <T> Map<Long, List<T>> byTable(Connection admin, String statement, Row<T> read)
      throws SQLException {
    record Of<T>(long table, T value) {}
    List<Of<T>> all =
        rows(admin, statement, row -> new Of<>(row.getLong("table_oid"), read.read(row)));
    return all.stream().collect(groupingBy(Of::table, mapping(Of::value, toUnmodifiableList())));
  }

  private static <T> List<T> rows(Connection admin, String statement, Row<T> read)
      throws SQLException {
    try (var query = admin.prepareStatement(sql(statement));
        ResultSet row = query.executeQuery()) {
      List<T> found = new ArrayList<>();
      while (row.next()) {
        found.add(read.read(row));
      }
      return List.copyOf(found);
    }
  }

  private static String sql(String name) {
    try (InputStream in =
        Objects.requireNonNull(Catalog.class.getResourceAsStream("Catalog/" + name + ".sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
