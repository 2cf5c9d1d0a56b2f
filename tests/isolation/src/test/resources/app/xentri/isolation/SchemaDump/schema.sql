-- The schema as text, one row for each thing, in an order that depends on names alone.
with tables as (
  select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner
    from pg_class c
   where c.relnamespace = 'public'::regnamespace
     and c.relkind in ('r', 'p')
     and c.relname <> 'flyway_schema_history'
),
columns as (
  select a.attrelid, a.attnum,
         '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
           || case when a.attgenerated <> '' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                   when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid)
                   else '' end
           || case when a.attnotnull then ' not null' else '' end as line
    from pg_attribute a
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attnum > 0
     and not a.attisdropped
),
parts (kind, place, owner, name, text) as (
  select -1, 0, d.typname::text, '',
         'create domain ' || d.typname || ' as ' || format_type(d.typbasetype, d.typtypmod)
           || coalesce((select string_agg(E'\n  constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid), '' order by k.conname)
                          from pg_constraint k where k.contypid = d.oid), '') || ';'
    from pg_type d
   where d.typnamespace = 'public'::regnamespace
     and d.typtype = 'd'
  union all
  select 0, 0, t.relname::text, '',
         'create table ' || t.relname || E' (\n'
           || (select string_agg(c.line, E',\n' order by c.attnum) from columns c where c.attrelid = t.oid)
           || coalesce(E',\n' || (select string_agg('  constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid), E',\n'
                                    order by array_position('{p,u,f,c}'::"char"[], k.contype), k.conname)
                                    from pg_constraint k where k.conrelid = t.oid and k.contype in ('p', 'u', 'f', 'c')), '')
           || E'\n);'
    from tables t
  union all
  select 0, 1, t.relname, i.relname, pg_get_indexdef(i.oid) || ';'
    from tables t
    join pg_index x on x.indrelid = t.oid
    join pg_class i on i.oid = x.indexrelid
   where not exists (select 1 from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u', 'x'))
  union all
  select 0, 2, t.relname, '', 'alter table ' || t.relname || ' enable row level security;' from tables t where t.relrowsecurity
  union all
  select 0, 3, t.relname, '', 'alter table ' || t.relname || ' force row level security;' from tables t where t.relforcerowsecurity
  union all
  select 0, 4, p.tablename, p.policyname,
         'create policy ' || p.policyname || ' on ' || p.tablename
           || case when p.permissive = 'PERMISSIVE' then '' else ' as restrictive' end
           || ' for ' || lower(p.cmd)
           || ' to ' || (select string_agg(r::text, ', ' order by r) from unnest(p.roles) r)
           || coalesce(E'\n  using (' || p.qual || ')', '')
           || coalesce(E'\n  with check (' || p.with_check || ')', '') || ';'
    from pg_policies p
   where p.schemaname = 'public'
  union all
  select 0, 5, t.relname, g.tgname, pg_get_triggerdef(g.oid) || ';'
    from tables t
    join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal
  union all
  select 0, 6, t.relname, pg_get_userbyid(a.grantee),
         'grant ' || string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) || ' on ' || t.relname || ' to ' || pg_get_userbyid(a.grantee) || ';'
    from tables t
   cross join aclexplode(t.relacl) a
   where a.grantee <> t.relowner
   group by t.relname, a.grantee
  union all
  select 0, 7, t.relname, pg_get_userbyid(a.grantee) || a.privilege_type,
         'grant ' || lower(a.privilege_type) || ' (' || string_agg(c.attname, ', ' order by c.attnum) || ') on ' || t.relname || ' to ' || pg_get_userbyid(a.grantee) || ';'
    from tables t
    join pg_attribute c on c.attrelid = t.oid and c.attacl is not null
   cross join aclexplode(c.attacl) a
   group by t.relname, a.grantee, a.privilege_type
  union all
  select 1, 0, v.relname, '',
         'create view ' || v.relname || coalesce(' with (' || array_to_string(v.reloptions, ', ') || ')', '') || E' as\n' || pg_get_viewdef(v.oid)
    from pg_class v
   where v.relnamespace = 'public'::regnamespace
     and v.relkind = 'v'
  union all
  select 2, 0, f.oid::regprocedure::text, '', rtrim(pg_get_functiondef(f.oid), E'\n') || ';'
    from pg_proc f
   where f.pronamespace = 'public'::regnamespace
  union all
  select 2, 1, f.oid::regprocedure::text, coalesce(r.rolname, 'public'),
         'grant execute on function ' || f.oid::regprocedure || ' to ' || coalesce(r.rolname, 'public') || ';'
    from pg_proc f
   cross join aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
    left join pg_roles r on r.oid = a.grantee
   where f.pronamespace = 'public'::regnamespace
     and a.grantee <> f.proowner
)
select place = 0 as starts, text
  from parts
 order by kind, owner collate "C", place, name collate "C", text collate "C"
