-- Takes back the defaults that a role has, everywhere or in one database.
select format('alter role %I %s reset all', r.rolname, case when d.datname is null then '' else format('in database %I', d.datname) end)
  from pg_db_role_setting s
  join pg_roles r on r.oid = s.setrole
  left join pg_database d on d.oid = s.setdatabase
 where r.rolname = ?
