select c.relname as name, c.relkind = 'm' as materialized,
       coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false) as invoker
  from pg_class c
 where c.relnamespace = 'public'::regnamespace
   and c.relkind in ('v', 'm')
 order by c.relname
