package app.xentri.isolation;

import app.xentri.isolation.Catalog.Policy;
import app.xentri.isolation.Catalog.Table;
import app.xentri.isolation.Isolation.Reviewed;
import app.xentri.isolation.Isolation.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules that can be read off the catalog. */
final class Structure {

  private static final String TENANT = "(org_id = ( SELECT current_org_id() AS current_org_id))";

  /**
   * What holds definer functions, which alone act as the owner: the setting, of which each makes
   * sure first.
   */
  private static final String OWNERS =
      "(org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS \"nullif\"))";

  /** Verifies where it is, or has just let the caller in there. */
  private static final Pattern ASKS =
      Pattern.compile("\\b(current_org_id\\(\\)|verified_context\\(\\)|enter_as_member\\()");

  private static final String PINNED = "search_path=pg_catalog, public, pg_temp";
  private static final List<String> COMMANDS = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

  /**
   * All that the relay needs, column by column, is the log, its heads and the cursors, and to sweep
   * keys that have expired.
   */
  private static final Map<String, Set<String>> RELAY_MAY =
      Map.of(
          "SELECT", Set.of("system_events", "event_heads", "event_cursors", "idempotency_keys"),
          "UPDATE", Set.of("event_cursors"),
          "DELETE", Set.of("idempotency_keys"));

  private static final String OWNER = "xentri_owner";

  private final Catalog catalog;
  private final List<String> findings = new ArrayList<>();

  Structure(Catalog catalog) {
    this.catalog = catalog;
  }

  List<String> findings() {
    catalog
        .roles()
        .forEach(role -> require(role.powers().isEmpty(), role.name() + " " + role.powers()));
    require(
        Set.copyOf(Isolation.ROLES).equals(names(catalog.roles())),
        "the roles are " + names(catalog.roles()));
    catalog.tables().forEach(this::table);
    catalog.privileges().forEach(this::privilege);
    catalog.routines().forEach(this::routine);
    catalog.views().forEach(this::view);
    catalog.strays().forEach(stray -> require(false, stray));
    return findings;
  }

  private static Set<String> names(List<Catalog.Role> roles) {
    return roles.stream().map(Catalog.Role::name).collect(Collectors.toSet());
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
    for (String role : Isolation.ROLES) {
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
    require(isOurs(policy.roles()), name + " is for " + policy.roles());
    if (policy.roles().contains(OWNER)) {
      require(
          rule != Rule.BY_ORG
              || Isolation.LOOKED_UP_BEFORE_AN_ORG.contains(policy.table())
              || (OWNERS.equals(policy.using()) && OWNERS.equals(policy.withCheck())),
          name + " lets definer functions see every org");
      return;
    }
    require(!believesASetting(policy), name + " believes a setting that anybody may make");
    require(rule != Rule.DEFINER_ONLY, name + " lets " + policy.roles() + " in");
    if (policy.roles().contains(Isolation.RELAY)) {
      require(relayMay("SELECT", policy.table()), name + " is none of the relay's business");
      return;
    }
    if (rule == Rule.BY_ORG) {
      require(
          policy.command().equals("INSERT") || TENANT.equals(policy.using()),
          name + " does not compare org_id with the context");
      require(
          !writes || TENANT.equals(policy.withCheck()),
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

  /** A policy is the owner's alone, the relay's alone, or of roles that enter orgs. */
  private static boolean isOurs(List<String> roles) {
    return roles.equals(List.of(OWNER))
        || roles.equals(List.of(Isolation.RELAY))
        || Isolation.ENTERING.containsAll(roles);
  }

  private static boolean believesASetting(Policy policy) {
    return (policy.using() + " " + policy.withCheck()).contains("current_setting");
  }

  private static boolean mentionsContext(@Nullable String expression) {
    return expression != null && expression.contains("current_org_id()");
  }

  static boolean relayMay(String command, String table) {
    return RELAY_MAY.getOrDefault(command, Set.of()).contains(table);
  }

  private void privilege(Catalog.Privilege privilege) {
    String table = privilege.table();
    Rule rule = Isolation.RULES.getOrDefault(table, Rule.BY_ORG);
    String what = privilege.role() + " may " + privilege.command() + " on " + table;
    require(COMMANDS.contains(privilege.command()), what);
    require(rule == Rule.BY_ORG || rule == Rule.PEOPLE, what);
    if (privilege.role().equals(Isolation.RELAY)) {
      require(relayMay(privilege.command(), table), what);
    }
    require(
        !table.equals("system_events") || privilege.command().equals("SELECT"),
        what + ", but the log is append-only and written by functions alone");
  }

  private void routine(Catalog.Routine routine) {
    Reviewed reviewed = Isolation.FUNCTIONS.get(routine.shortName());
    require(reviewed != null, routine.name() + " has not been reviewed");
    require(!routine.publicExecute(), routine.name() + " may be executed by PUBLIC");
    require(
        reviewed == null || reviewed.callers().equals(Set.copyOf(routine.callers())),
        routine.name() + " may be executed by " + routine.callers());
    require(
        catalog.routines().stream().filter(r -> r.shortName().equals(routine.shortName())).count()
            == 1,
        routine.name() + " has a namesake");
    if (routine.definer() || routine.callers().isEmpty()) {
      runsAsTheOwner(routine);
    }
    if (!routine.definer()) {
      return;
    }
    require(routine.settings().contains(PINNED), routine.name() + " does not pin its " + PINNED);
    require(
        Isolation.NEED_NOT_ASK.contains(routine.shortName())
            || ASKS.matcher(routine.source()).find()
            || catalog.tables().stream().noneMatch(table -> isHeldByTheSetting(table, routine)),
        routine.name() + " never makes sure of where it is");
  }

  private void runsAsTheOwner(Catalog.Routine routine) {
    catalog.tables().stream()
        .map(Table::name)
        .filter(table -> mentions(routine.source(), table))
        .forEach(
            table ->
                require(
                    catalog.policiesOf(table).stream().anyMatch(p -> p.roles().contains(OWNER)),
                    routine.name() + " works on " + table + " but no policy lets xentri_owner"));
  }

  private boolean isHeldByTheSetting(Table table, Catalog.Routine routine) {
    return mentions(routine.source(), table.name())
        && catalog.policiesOf(table.name()).stream()
            .anyMatch(p -> p.roles().contains(OWNER) && OWNERS.equals(p.using()));
  }

  private static boolean mentions(String source, String table) {
    return Pattern.compile("\\b" + table + "\\b").matcher(source).find();
  }

  private void view(Catalog.View view) {
    require(!view.materialized(), view.name() + " is materialized: it would hold all orgs' rows");
    require(view.materialized() || view.invoker(), view.name() + " is not security_invoker");
  }
}
