select tablename, policyname, permissive, roles::text[] as roles, cmd, qual, with_check
  from pg_policies
 where schemaname = 'public'
 order by tablename, policyname
