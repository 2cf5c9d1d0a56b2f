-- What each of our roles may do with each table, whether on all columns or on some.
select c.relname as "table", r.rolname as role, p.privilege
  from pg_class c
  join pg_roles r on r.rolname ~ '^xentri_' and r.rolname <> 'xentri_owner'
 cross join (values ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) p (privilege)
 where c.relnamespace = 'public'::regnamespace
   and c.relkind in ('r', 'p', 'v', 'm', 'f')
   and (has_table_privilege(r.rolname, c.oid, p.privilege)
        or p.privilege in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege(r.rolname, c.oid, p.privilege))
 order by 1, 2, 3
