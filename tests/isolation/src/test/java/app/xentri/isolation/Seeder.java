package app.xentri.isolation;

import app.xentri.isolation.Catalog.Check;
import app.xentri.isolation.Catalog.Column;
import app.xentri.isolation.Catalog.ForeignKey;
import app.xentri.isolation.Catalog.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Puts one row of an org into every table, knowing nothing but the catalog: foreign keys say what
 * must be there first and which values to take; where a check refuses a row, other values are tried
 * for the columns that it is about.
 */
final class Seeder {

  private static final Pattern LITERAL = Pattern.compile("'((?:[^']|'')*)'::text");
  private static final int MOST_ATTEMPTS = 2_000;

  private final Catalog catalog;
  private final Connection admin;
  private final UUID org;
  private final Map<String, Map<String, @Nullable String>> seeded = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  Seeder(Catalog catalog, Connection admin, UUID org) {
    this.catalog = catalog;
    this.admin = admin;
    this.org = org;
  }

  UUID org() {
    return org;
  }

  /** Tables that no row could be put into, and why. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** The seeded row of a table, as text by column; empty if there is none. */
  Map<String, @Nullable String> row(String table) {
    return seeded.getOrDefault(table, Map.of());
  }

  void seedAll() throws SQLException {
    Set<String> order = new LinkedHashSet<>();
    catalog.tables().forEach(table -> visit(table, order));
    for (String name : order) {
      if (!Isolation.RULES.getOrDefault(name, Isolation.Rule.BY_ORG).isBookkeeping()) {
        seed(catalog.table(name));
      }
    }
  }

  private void visit(Table table, Set<String> order) {
    table.foreignKeys().stream()
        .filter(key -> !key.target().equals(table.name()) && !order.contains(key.target()))
        .forEach(key -> visit(catalog.table(key.target()), order));
    order.add(table.name());
  }

  private void seed(Table table) throws SQLException {
    Map<String, List<String>> candidates = candidates(table);
    Map<String, Integer> chosen = new HashMap<>();
    String refused = "";
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Map<String, String> values = new LinkedHashMap<>();
      candidates.forEach(
          (column, all) -> values.put(column, all.get(chosen.getOrDefault(column, 0))));
      Failure failure = insert(table, values);
      if (failure == null || isMadeWithItsOrg(table)) {
        return;
      }
      refused = failure.text();
      if (!advance(failure.columns(), candidates, chosen)) {
        break;
      }
    }
    problems.add(table.name() + ": the seeder finds no row that fits: " + refused);
  }

  /** SQL expressions to try for each column, best first. */
  private Map<String, List<String>> candidates(Table table) {
    var all = new LinkedHashMap<String, List<String>>();
    for (Column column : table.columns()) {
      if (!column.generated()) {
        all.put(column.name(), candidates(table, column));
      }
    }
    return all;
  }

  private List<String> candidates(Table table, Column column) {
    List<String> found = new ArrayList<>();
    ForeignKey key = table.keyOver(column.name()).orElse(null);
    if (column.name().equals("org_id") || isOrgItself(table, column)) {
      return List.of(literal(org.toString()));
    }
    if (key != null) {
      String target = key.targetColumns().get(key.columns().indexOf(column.name()));
      String value = row(key.target()).get(target);
      found.add(value == null ? "null" : literal(value));
      return found;
    }
    if (column.name().equals("deleted_at")) {
      found.add("null"); // nobody enters what is deleted
    }
    if (column.hasDefault()) {
      found.add("default");
    }
    table.checks().stream()
        .filter(check -> column.type().equals("text") && check.columns().contains(column.name()))
        .forEach(check -> found.addAll(literals(check)));
    found.addAll(byType(column));
    if (!column.notNull()) {
      found.add("null");
    }
    return found;
  }

  private static boolean isOrgItself(Table table, Column column) {
    return table.name().equals("organizations") && column.name().equals("id");
  }

  private static List<String> literals(Check check) {
    return LITERAL
        .matcher(check.definition())
        .results()
        .map(literal -> "'" + literal.group(1) + "'")
        .toList();
  }

  private List<String> byType(Column column) {
    String tag = org.toString().substring(0, 8);
    return switch (column.type()) {
      case "text", "character varying" ->
          List.of(
              literal("seed-" + tag),
              "'xentri.seed.done.v1'",
              "'https://example.com/seed'",
              "'seed.done@1.0'",
              "'1.0'",
              "'1'",
              "'seed'");
      case "uuid" -> List.of("gen_random_uuid()");
      case "bigint", "integer", "smallint", "numeric" -> List.of("1", "0", "100");
      case "boolean" -> List.of("true", "false");
      case "timestamp with time zone", "date" -> List.of("now()");
      case "jsonb", "json" -> List.of("'{}'", "'[]'", "'{\"a\": 1}'");
      case "bytea" -> List.of("'\\x" + tag + "'", "decode(repeat('ab', 32), 'hex')");
      case "text[]" -> List.of("'{}'", "'{seed}'");
      case "uuid[]" -> List.of("'{}'");
      case "inet" -> List.of("'127.0.0.1'");
      default -> throw new IllegalStateException("the seeder does not know " + column.type());
    };
  }

  private record Failure(String text, List<String> columns) {}

  private @Nullable Failure insert(Table table, Map<String, String> values) throws SQLException {
    String sql =
        "insert into %s (%s) values (%s) returning *"
            .formatted(
                table.name(),
                String.join(", ", values.keySet()),
                String.join(", ", values.values()));
    try {
      keep(table, sql);
      return null;
    } catch (PSQLException e) {
      return failure(table, e);
    }
  }

  /** Some rows are made by a trigger when their org is. */
  private boolean isMadeWithItsOrg(Table table) throws SQLException {
    return table.has("org_id")
        && keep(
            table,
            "select * from %s where org_id = %s limit 1"
                .formatted(table.name(), literal(org.toString())));
  }

  private boolean keep(Table table, String sql) throws SQLException {
    try (var statement = admin.createStatement();
        var row = statement.executeQuery(sql)) {
      if (!row.next()) {
        return false;
      }
      Map<String, @Nullable String> kept = new HashMap<>();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        kept.put(row.getMetaData().getColumnName(i), row.getString(i));
      }
      seeded.put(table.name(), kept);
      return true;
    }
  }

  private static Failure failure(Table table, PSQLException e) throws SQLException {
    var message = Objects.requireNonNull(e.getServerErrorMessage());
    String text = Objects.requireNonNullElse(e.getMessage(), "");
    return switch (Objects.requireNonNullElse(e.getSQLState(), "")) {
      case "23514" -> {
        String name = message.getConstraint();
        yield table.checks().stream()
            .filter(check -> check.name().equals(name))
            .findFirst()
            .map(check -> new Failure(text, check.columns()))
            .orElseThrow(() -> e);
      }
      case "23502" -> new Failure(text, List.of(Objects.requireNonNull(message.getColumn())));
      default -> new Failure(text, List.of());
    };
  }

  /** Counts up the choices of these columns; false when all have been tried. */
  private static boolean advance(
      List<String> columns, Map<String, List<String>> candidates, Map<String, Integer> chosen) {
    for (String column : columns) {
      int next = chosen.getOrDefault(column, 0) + 1;
      if (next < candidates.getOrDefault(column, List.of("")).size()) {
        chosen.put(column, next);
        return true;
      }
      chosen.put(column, 0);
    }
    return false;
  }

  /** The same row once more with new ids, as an insert statement for another role to try. */
  String insertAgain(Table table) {
    Map<String, @Nullable String> row = row(table.name());
    List<String> columns =
        table.columns().stream().filter(c -> !c.generated()).map(Column::name).toList();
    return "insert into %s (%s) values (%s)"
        .formatted(
            table.name(),
            String.join(", ", columns),
            columns.stream()
                .map(column -> value(table, column, row.get(column)))
                .collect(Collectors.joining(", ")));
  }

  private static String value(Table table, String column, @Nullable String seeded) {
    boolean ownId =
        column.equals("id")
            && table.keyOver("id").isEmpty()
            && !table.name().equals("organizations");
    return ownId ? "gen_random_uuid()" : seeded == null ? "null" : literal(seeded);
  }

  static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
