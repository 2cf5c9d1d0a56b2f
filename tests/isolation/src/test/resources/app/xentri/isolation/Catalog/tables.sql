select c.oid, c.relname as name, c.relrowsecurity as row_security, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner
  from pg_class c
 where c.relnamespace = 'public'::regnamespace
   and c.relkind in ('r', 'p')
 order by c.relname
