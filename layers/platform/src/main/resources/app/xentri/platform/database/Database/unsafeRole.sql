select case
  when r.rolsuper then 'is a superuser'
  when r.rolbypassrls then 'bypasses row-level security'
  when exists (select 1 from pg_class c
                where c.relowner = r.oid and c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = 'public'::regnamespace) then 'owns tables'
  when exists (select 1 from pg_roles o
                where o.oid <> r.oid and pg_has_role(r.oid, o.oid, 'member')
                  and (o.rolsuper or o.rolbypassrls or exists (select 1 from pg_class c where c.relowner = o.oid and c.relnamespace = 'public'::regnamespace)))
    then 'is a member of a role that owns tables or bypasses row-level security'
  when has_database_privilege(r.oid, current_database(), 'temporary') then 'may make temporary tables, which would be found before ours'
end
from pg_roles r
where r.rolname = current_user
