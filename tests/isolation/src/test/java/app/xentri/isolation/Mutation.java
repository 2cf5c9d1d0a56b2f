package app.xentri.isolation;

import app.xentri.isolation.Catalog.Policy;
import app.xentri.isolation.Catalog.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One protection taken away.
 *
 * @param what says so
 * @param subject the table, view or function that a finding must name
 * @param change SQL that takes it away
 * @param undo SQL that brings it back
 * @param leaks whether rows of another org can then be seen or changed, so that trying it out must
 *     show it too, and not only the look at the structure
 */
record Mutation(String what, String subject, String change, String undo, boolean leaks) {

  /** Every protection of every table, one at a time. */
  static List<Mutation> ofTables(Catalog catalog) {
    var all = new ArrayList<Mutation>();
    for (Table table : catalog.tables()) {
      if (!Isolation.RULES.getOrDefault(table.name(), Isolation.Rule.BY_ORG).isBookkeeping()) {
        ofTable(table.name(), all);
        catalog.policiesOf(table.name()).forEach(policy -> ofPolicy(policy, all));
      }
    }
    return all;
  }

  private static void ofTable(String table, List<Mutation> all) {
    String alter = "alter table " + table + " ";
    all.add(
        new Mutation(
            table + " without row-level security",
            table,
            alter + "disable row level security",
            alter + "enable row level security",
            true));
    all.add(
        new Mutation(
            table + " without FORCE",
            table,
            alter + "no force row level security",
            alter + "force row level security",
            false));
    all.add(
        new Mutation(
            table + " that the app may empty",
            table,
            "grant truncate on " + table + " to xentri_app",
            "revoke truncate on " + table + " from xentri_app",
            false));
    if (!Structure.relayMay("DELETE", table)) {
      all.add(
          new Mutation(
              table + " that the relay may delete from",
              table,
              "grant delete on " + table + " to xentri_relay",
              "revoke delete on " + table + " from xentri_relay",
              false));
    }
  }

  private static void ofPolicy(Policy policy, List<Mutation> all) {
    boolean entering = Isolation.ENTERING.containsAll(policy.roles());
    // What may be changed of a person is bound twice: by the row that is there and by the row that
    // comes of it. Either half alone still holds.
    boolean leaks = !policy.table().equals("users") || policy.command().equals("SELECT");
    String name = policy.table() + " policy " + policy.name();
    String drop = "drop policy %s on %s".formatted(policy.name(), policy.table());
    String restore = drop + "; " + create(policy, policy.using(), policy.withCheck());
    all.add(
        new Mutation(
            "without " + name,
            policy.table(),
            drop,
            create(policy, policy.using(), policy.withCheck()),
            false));
    if (policy.withCheck() != null) {
      all.add(
          new Mutation(
              name + " without WITH CHECK",
              policy.table(),
              drop + "; " + create(policy, policy.using(), null),
              restore,
              false));
    }
    if (entering && policy.withCheck() != null) {
      all.add(
          new Mutation(
              name + " with WITH CHECK (true)",
              policy.table(),
              drop + "; " + create(policy, policy.using(), "true"),
              restore,
              leaks));
    }
    if (entering && policy.using() != null) {
      all.add(
          new Mutation(
              name + " with USING (true)",
              policy.table(),
              drop + "; " + create(policy, "true", policy.withCheck()),
              restore,
              leaks));
    }
  }

  private static String create(Policy policy, @Nullable String using, @Nullable String check) {
    return "create policy %s on %s for %s to %s%s%s"
        .formatted(
            policy.name(),
            policy.table(),
            policy.command(),
            String.join(", ", policy.roles()),
            using == null ? "" : " using (" + using + ")",
            check == null ? "" : " with check (" + check + ")");
  }

  /** What the signature covers, one thing less at a time; each lets another context in. */
  static List<Mutation> ofTheSignature(Catalog catalog) {
    return List.of(
        weaker(catalog, "context_signature", "timestamptz_send(transaction_timestamp())", "''"),
        weaker(catalog, "context_signature", "|| p_who", "|| substr(p_who, 37)"),
        weaker(catalog, "context_signature", "|| p_who", "|| substr(p_who, 1, 36)"),
        weaker(catalog, "verified_context", "substr(v_entered, v_at + 72, 64) =", "'' <>"));
  }

  private static Mutation weaker(Catalog catalog, String name, String part, String instead) {
    String source =
        catalog.routines().stream()
            .filter(routine -> routine.shortName().equals(name))
            .findFirst()
            .orElseThrow()
            .source();
    if (!source.contains(part)) {
      throw new IllegalStateException(name + " has no " + part);
    }
    String head =
        name.equals("verified_context")
            ? "create or replace function verified_context() returns uuid[]"
            : "create or replace function context_signature(p_who bytea) returns bytea";
    String make = head + " language plpgsql stable parallel restricted as $f$";
    // Users are told apart by person, everything else by org.
    String subject = instead.contains("1, 36") ? "users" : "organizations";
    return new Mutation(
        name + " with " + instead + " instead of " + part,
        subject,
        make + source.replace(part, instead) + "$f$",
        make + source + "$f$",
        true);
  }

  /** Every function given to every role that may not call it, one at a time. */
  static List<Mutation> ofFunctions(Catalog catalog) {
    var all = new ArrayList<Mutation>();
    for (Catalog.Routine routine : catalog.routines()) {
      for (String role : Isolation.ROLES) {
        if (!routine.callers().contains(role)) {
          String of = " execute on function " + routine.name();
          all.add(
              new Mutation(
                  routine.name() + " that " + role + " may call",
                  routine.name(),
                  "grant" + of + " to " + role,
                  "revoke" + of + " from " + role,
                  routine.definer()));
        }
      }
    }
    return all;
  }

  /** Roles that could do more than their grants say. Only a superuser could make them so. */
  static List<Mutation> ofRoles() {
    var all = new ArrayList<Mutation>();
    for (String role : Isolation.ROLES) {
      String alter = "reset role; alter role " + role + " ";
      all.add(
          new Mutation(
              role + " that bypasses policies",
              role,
              alter + "bypassrls",
              alter + "nobypassrls",
              false));
      String grant = "reset role; %s xentri_owner %s " + role;
      all.add(
          new Mutation(
              role + " that may act as the owner",
              role,
              grant.formatted("grant", "to"),
              grant.formatted("revoke", "from"),
              false));
      String temporary = "do $$ begin execute format('%s temporary on database %%I %s " + role;
      String end = "', current_database()); end $$";
      all.add(
          new Mutation(
              role + " that may make temporary tables",
              role,
              temporary.formatted("grant", "to") + end,
              temporary.formatted("revoke", "from") + end,
              false));
    }
    for (String role : Isolation.ENTERING) {
      String alter = "reset role; alter role " + role + " ";
      all.add(
          new Mutation(
              role + " that bypasses policies, tried out",
              role.equals(Isolation.IDENTITY) ? "organizations" : "system_events",
              alter + "bypassrls",
              alter + "nobypassrls",
              true));
    }
    return all;
  }

  /** New things that would open a way around the policies. */
  static List<Mutation> ofNewThings() {
    return List.of(
        new Mutation(
            "a table without org_id",
            "stray",
            "create table stray (id uuid)",
            "drop table stray",
            false),
        new Mutation(
            "a table with org_id and no row-level security",
            "stray",
            "create table stray (org_id uuid not null, id uuid not null)",
            "drop table stray",
            false),
        new Mutation(
            "a foreign key that leaves its org",
            "stray",
            "create table stray (org_id uuid not null, event_id uuid, user_id uuid references organizations (id))",
            "drop table stray",
            false),
        new Mutation(
            "a view that runs as its owner",
            "peephole",
            "create view peephole as select * from system_events",
            "drop view peephole",
            false),
        new Mutation(
            "a materialized view",
            "peephole",
            "create materialized view peephole as select * from system_events",
            "drop materialized view peephole",
            false),
        new Mutation(
            "a definer function that anybody may call",
            "back_door()",
            """
            create function back_door() returns bigint language sql security definer
              set search_path = pg_catalog, public, pg_temp as 'select 1::bigint'
            """,
            "drop function back_door()",
            false),
        new Mutation(
            "a definer function that shows every org",
            "back_door()",
            """
            create function back_door() returns setof organizations language sql security definer
              set search_path = pg_catalog, public, pg_temp as 'select * from organizations';
            revoke all on function back_door() from public;
            grant execute on function back_door() to xentri_app
            """,
            "drop function back_door()",
            true),
        new Mutation(
            "a policy that lets definer functions see every org's Brief",
            "briefs",
            "create policy wide on briefs to xentri_owner using (true) with check (true)",
            "drop policy wide on briefs",
            false),
        new Mutation(
            "a policy that believes the setting",
            "briefs",
            """
            create policy believing on briefs to xentri_app
              using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
              with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
            """,
            "drop policy believing on briefs",
            true),
        new Mutation(
            "a policy that believes the setting about people",
            "users",
            """
            create policy believing on users for select to xentri_identity
              using (current_setting('app.current_org_id', true) <> '')
            """,
            "drop policy believing on users",
            true),
        new Mutation(
            "a definer function that believes the setting",
            "emit_event() never makes sure",
            """
            alter function emit_event(uuid, text, timestamptz, text, text, text, jsonb, text, text, uuid, text, text) rename to emitted;
            create function emit_event() returns bigint language sql security definer
              set search_path = pg_catalog, public, pg_temp as 'select count(*) from system_events';
            revoke all on function emit_event() from public;
            grant execute on function emit_event() to xentri_app, xentri_identity, xentri_job
            """,
            """
            drop function emit_event();
            alter function emitted(uuid, text, timestamptz, text, text, text, jsonb, text, text, uuid, text, text) rename to emit_event
            """,
            false),
        new Mutation(
            "a policy that lets the relay see Briefs",
            "briefs",
            "create policy wide on briefs for select to xentri_relay using (true)",
            "drop policy wide on briefs",
            false),
        new Mutation(
            "a grant to everybody",
            "briefs",
            "grant select on briefs to public",
            "revoke select on briefs from public",
            false),
        new Mutation(
            "a column that is granted to everybody",
            "users.email",
            "grant select (email) on users to public",
            "revoke select (email) on users from public",
            false),
        new Mutation(
            "an org_id that may be changed",
            "briefs.org_id",
            "grant update (org_id) on briefs to xentri_app",
            "revoke update (org_id) on briefs from xentri_app",
            false),
        new Mutation(
            "a sequence, which counts what all orgs do",
            "sequence counter",
            "create sequence counter",
            "drop sequence counter",
            false),
        new Mutation(
            "a schema that nobody looks into",
            "schema attic",
            "create schema attic",
            "drop schema attic",
            false),
        new Mutation(
            "a rule, which runs as the table's owner",
            "rule copied",
            "create rule copied as on update to briefs do also select 1",
            "drop rule copied on briefs",
            false),
        new Mutation(
            "a definer function without a pinned search_path",
            "back_door()",
            """
            create function back_door() returns bigint language sql security definer as 'select 1::bigint';
            revoke all on function back_door() from public
            """,
            "drop function back_door()",
            false),
        new Mutation(
            "a definer function that looks among temporary tables first",
            "back_door()",
            """
            create function back_door() returns bigint language sql security definer
              set search_path = pg_catalog, public as 'select 1::bigint';
            revoke all on function back_door() from public
            """,
            "drop function back_door()",
            false));
  }
}
