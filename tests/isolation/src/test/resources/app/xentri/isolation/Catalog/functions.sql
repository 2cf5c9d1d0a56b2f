select p.oid::regprocedure::text as name, p.prosecdef as definer, coalesce(p.proconfig, '{}') as settings, p.prosrc as source,
       exists (select 1 from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0 and privilege_type = 'EXECUTE') as public_execute,
       has_function_privilege('xentri_relay', p.oid, 'execute') as relay_execute
  from pg_proc p
 where p.pronamespace = 'public'::regnamespace
 order by 1
