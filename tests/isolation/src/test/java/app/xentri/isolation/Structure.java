package app.xentri.isolation;

import app.xentri.isolation.Catalog.Policy;
import app.xentri.isolation.Catalog.Table;
import app.xentri.isolation.Isolation.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules that can be read off the catalog. */
final class Structure {

  private static final String TENANT =
      "(org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS \"nullif\"))";
  private static final String PINNED = "search_path=pg_catalog, public, pg_temp";
  private static final List<String> COMMANDS = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

  /**
   * All that the relay needs, column by column, is the log, its heads and the cursors, and to sweep
   * keys that have expired.
   */
  static final Set<String> RELAY_MAY =
      Set.of(
          "SELECT system_events",
          "SELECT event_heads",
          "SELECT event_cursors",
          "UPDATE event_cursors",
          "SELECT idempotency_keys",
          "DELETE idempotency_keys");

  private static final Set<String> OURS = Set.of("xentri_app", "xentri_relay", "xentri_owner");

  private final Catalog catalog;
  private final List<String> findings = new ArrayList<>();

  Structure(Catalog catalog) {
    this.catalog = catalog;
  }

  List<String> findings() {
    catalog
        .roles()
        .forEach(role -> require(role.powers().isEmpty(), role.name() + " " + role.powers()));
    require(catalog.roles().size() == 2, "xentri_app and xentri_relay must both exist");
    catalog.tables().forEach(this::table);
    catalog.privileges().forEach(this::privilege);
    catalog.routines().forEach(this::routine);
    catalog.views().forEach(this::view);
    catalog.strays().forEach(stray -> require(false, stray));
    return findings;
  }

  private void require(boolean holds, String finding) {
    if (!holds) {
      findings.add(finding);
    }
  }

  private void table(Table table) {
    Rule rule = Isolation.RULES.getOrDefault(table.name(), Rule.BY_ORG);
    if (rule == Rule.BOOKKEEPING) {
      return;
    }
    String name = table.name();
    require(table.owner().equals("xentri_owner"), name + " is not owned by xentri_owner");
    require(table.rowSecurity(), name + " has no row-level security");
    require(table.forced(), name + " does not force row-level security on its owner");
    require(
        rule == Rule.BY_ORG == table.has("org_id"),
        name + " has no org_id and is not on the reviewed list, or the other way round");
    catalog.policiesOf(name).forEach(policy -> policy(policy, rule));
    table.columns().stream()
        .filter(column -> Set.of("org_id", "id").contains(column.name()))
        .forEach(
            column ->
                require(
                    !column.mayChange(), name + "." + column.name() + " may be changed by grant"));
    for (String role : List.of("xentri_app", "xentri_relay")) {
      for (String command : COMMANDS) {
        require(
            !catalog.may(role, command, name) || covered(name, role, command),
            "%s may %s on %s but no policy lets it".formatted(role, command, name));
      }
    }
    if (rule == Rule.BY_ORG) {
      table.foreignKeys().stream()
          .filter(key -> catalog.table(key.target()).has("org_id"))
          .forEach(
              key ->
                  require(
                      key.columns().getFirst().equals("org_id"),
                      name + ": foreign key " + key.name() + " could point into another org"));
    }
  }

  private boolean covered(String table, String role, String command) {
    return catalog.policiesOf(table).stream()
        .anyMatch(policy -> policy.permissive() && policy.appliesTo(role, command));
  }

  private void policy(Policy policy, Rule rule) {
    String name = policy.table() + " policy " + policy.name();
    boolean writes = !policy.command().equals("SELECT") && !policy.command().equals("DELETE");
    require(!writes || policy.withCheck() != null, name + " has no explicit WITH CHECK");
    require(OURS.containsAll(policy.roles()), name + " is for " + policy.roles());
    if (policy.roles().contains("xentri_relay")) {
      require(
          RELAY_MAY.contains("SELECT " + policy.table()),
          name + " is none of the relay's business");
    }
    if (policy.roles().contains("xentri_owner")
        && rule == Rule.BY_ORG
        && !Isolation.LOOKED_UP_BEFORE_AN_ORG.contains(policy.table())) {
      require(
          isTenant(policy.using()) && isTenant(policy.withCheck()),
          name + " lets definer functions see every org");
    }
    if (!policy.roles().contains("xentri_app")) {
      return;
    }
    require(rule != Rule.DEFINER_ONLY, name + " lets xentri_app in");
    if (rule == Rule.BY_ORG) {
      require(
          policy.command().equals("INSERT") || isTenant(policy.using()),
          name + " does not compare org_id with the context");
      require(
          !writes || isTenant(policy.withCheck()),
          name + " does not compare a new row's org_id with the context");
    } else {
      require(
          policy.command().equals("INSERT") || mentionsContext(policy.using()),
          name + " does not look at the context");
      require(
          !writes || mentionsContext(policy.withCheck()),
          name + " does not look at the context for a new row");
    }
  }

  private static boolean isTenant(@Nullable String expression) {
    return TENANT.equals(expression);
  }

  private static boolean mentionsContext(@Nullable String expression) {
    return expression != null && expression.contains("current_setting('app.current_org_id'");
  }

  private void privilege(Catalog.Privilege privilege) {
    String table = privilege.table();
    Rule rule = Isolation.RULES.getOrDefault(table, Rule.BY_ORG);
    String what = privilege.role() + " may " + privilege.command() + " on " + table;
    require(COMMANDS.contains(privilege.command()), what);
    require(rule == Rule.BY_ORG || rule == Rule.PEOPLE, what);
    if (privilege.role().equals("xentri_relay")) {
      require(RELAY_MAY.contains(privilege.command() + " " + table), what);
    }
    require(
        !table.equals("system_events") || privilege.command().equals("SELECT"),
        what + ", but the log is append-only and written by emit_event alone");
  }

  private void routine(Catalog.Routine routine) {
    if (!routine.definer()) {
      return;
    }
    require(
        Isolation.DEFINERS.containsKey(routine.shortName()),
        routine.name() + " runs with its owner's rights and has not been reviewed");
    require(routine.settings().contains(PINNED), routine.name() + " does not pin its " + PINNED);
    require(!routine.publicExecute(), routine.name() + " may be executed by PUBLIC");
    require(
        !routine.relayExecute() || Isolation.CALLED_BY_THE_RELAY.contains(routine.shortName()),
        routine.name() + " may be executed by xentri_relay");
    catalog.tables().stream()
        .map(Table::name)
        .filter(table -> mentions(routine.source(), table))
        .forEach(
            table ->
                require(
                    catalog.policiesOf(table).stream()
                        .anyMatch(p -> p.roles().contains("xentri_owner")),
                    routine.name() + " works on " + table + " but no policy lets xentri_owner"));
  }

  private static boolean mentions(String source, String table) {
    return Pattern.compile("\\b" + table + "\\b").matcher(source).find();
  }

  private void view(Catalog.View view) {
    require(!view.materialized(), view.name() + " is materialized: it would hold all orgs' rows");
    require(view.materialized() || view.invoker(), view.name() + " is not security_invoker");
  }
}
