select conrelid as table_oid, conname as name,
       (select relname from pg_class where oid = confrelid) as target,
       (select array_agg(a.attname order by k.n) from unnest(conkey) with ordinality k (att, n)
          join pg_attribute a on a.attrelid = conrelid and a.attnum = k.att) as columns,
       (select array_agg(a.attname order by k.n) from unnest(confkey) with ordinality k (att, n)
          join pg_attribute a on a.attrelid = confrelid and a.attnum = k.att) as target_columns
  from pg_constraint
 where connamespace = 'public'::regnamespace
   and conrelid <> 0
   and contype = 'f'
 order by conrelid, conname
