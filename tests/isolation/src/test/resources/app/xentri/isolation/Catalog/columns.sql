select a.attrelid as table_oid,
       a.attname as name,
       format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type,
       a.attnotnull as not_null,
       a.atthasdef and a.attgenerated = '' as has_default,
       a.attgenerated <> '' as generated,
       a.attnum as number,
       exists (select 1 from pg_roles r
                where r.rolname ~ '^xentri_' and r.rolname <> 'xentri_owner'
                  and has_column_privilege(r.oid, a.attrelid, a.attnum, 'update')) as may_change
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
 where a.attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p'))
   and a.attnum > 0
   and not a.attisdropped
 order by a.attrelid, a.attnum
