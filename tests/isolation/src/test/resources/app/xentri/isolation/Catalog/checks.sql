select conrelid as table_oid, conname as name, pg_get_constraintdef(oid) as definition,
       (select array_agg(a.attname order by k.n) from unnest(conkey) with ordinality k (att, n)
          join pg_attribute a on a.attrelid = conrelid and a.attnum = k.att) as columns
  from pg_constraint
 where connamespace = 'public'::regnamespace
   and conrelid <> 0
   and contype = 'c'
 order by conrelid, conname
