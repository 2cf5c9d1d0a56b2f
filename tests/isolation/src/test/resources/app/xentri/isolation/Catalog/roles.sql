select r.rolname as name,
       concat_ws(', ',
         case when r.rolsuper then 'is a superuser' end,
         case when r.rolbypassrls then 'bypasses row-level security' end,
         case when r.rolcreaterole then 'may create roles' end,
         case when exists (select 1 from pg_auth_members m where m.member = r.oid) then 'is a member of another role' end,
         case when exists (select 1 from pg_class c where c.relowner = r.oid) then 'owns a table or view' end,
         case when has_schema_privilege(r.oid, 'public', 'create') then 'may create things in the schema' end,
         case when has_database_privilege(r.oid, current_database(), 'create') then 'may create schemas' end,
         case when has_database_privilege(r.oid, current_database(), 'temporary') then 'may make temporary tables, which are found before ours' end) as powers
  from pg_roles r
 where r.rolname ~ '^xentri_'
   and r.rolname <> 'xentri_owner'
 order by r.rolname
