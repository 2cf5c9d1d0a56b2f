-- What the other statements of this folder do not enumerate, and what somebody may use who is none of our roles (nor this suite's own).
with given (what, grantee) as (
  select c.relname, a.grantee
    from pg_class c
   cross join aclexplode(c.relacl) a
   where c.relnamespace = 'public'::regnamespace
  union
  select c.relname || '.' || t.attname, a.grantee
    from pg_class c
    join pg_attribute t on t.attrelid = c.oid
   cross join aclexplode(t.attacl) a
   where c.relnamespace = 'public'::regnamespace
  union
  select p.oid::regprocedure::text, a.grantee
    from pg_proc p
   cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
   where p.pronamespace = 'public'::regnamespace
  union
  select 'the schema', a.grantee
    from pg_namespace n
   cross join aclexplode(n.nspacl) a
   where n.nspname = 'public'
)
select 'schema ' || nspname as stray
  from pg_namespace
 where nspname not in ('public', 'information_schema')
   and nspname !~ '^pg_'
union all
select case relkind when 'S' then 'sequence ' when 'f' then 'foreign table ' else 'a thing of kind ' || relkind::text || ', ' end || relname
  from pg_class
 where relnamespace = 'public'::regnamespace
   and relkind not in ('r', 'p', 'v', 'm', 'i', 'I')
union all
select 'rule ' || rulename || ' on ' || tablename
  from pg_rules
 where schemaname = 'public'
union all
select what || ' is granted to ' || coalesce(r.rolname, 'PUBLIC')
  from given g
  left join pg_roles r on r.oid = g.grantee
 where coalesce(r.rolname, 'PUBLIC') not in ('xentri_owner', 'xentri_app', 'xentri_identity', 'xentri_job', 'xentri_relay')
   and coalesce(r.rolname, '') !~ '^isolation_greedy_'
 order by 1
