select p.oid::regprocedure::text as name, p.proname as short_name, p.prosecdef as definer, coalesce(p.proconfig, '{}') as settings, p.prosrc as source,
       (select coalesce(array_agg(format_type(t.type, null) order by t.n), '{}') from unnest(p.proargtypes) with ordinality t (type, n)) as arguments,
       p.prokind = 'f' and p.prorettype <> 'trigger'::regtype as callable,
       exists (select 1 from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0 and privilege_type = 'EXECUTE') as public_execute,
       (select coalesce(array_agg(r.rolname::text order by r.rolname), '{}') from pg_roles r
         where r.rolname ~ '^xentri_' and r.rolname <> 'xentri_owner' and has_function_privilege(r.oid, p.oid, 'execute')) as callers
  from pg_proc p
 where p.pronamespace = 'public'::regnamespace
 order by 1
