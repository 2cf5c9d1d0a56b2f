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
    if (!Structure.RELAY_MAY.contains("DELETE " + table)) {
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
    boolean app = policy.roles().contains("xentri_app");
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
    if (app && policy.withCheck() != null) {
      all.add(
          new Mutation(
              name + " with WITH CHECK (true)",
              policy.table(),
              drop + "; " + create(policy, policy.using(), "true"),
              restore,
              leaks));
    }
    if (app && policy.using() != null) {
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
