-- A column's type may check it as well as its table.
select conrelid as table_oid, conname as name, pg_get_constraintdef(oid) as definition,
       (select array_agg(a.attname order by k.n) from unnest(conkey) with ordinality k (att, n)
          join pg_attribute a on a.attrelid = conrelid and a.attnum = k.att) as columns
  from pg_constraint
 where connamespace = 'public'::regnamespace
   and conrelid <> 0
   and contype = 'c'
union all
select a.attrelid, k.conname, pg_get_constraintdef(k.oid), array[a.attname]
  from pg_constraint k
  join pg_attribute a on a.atttypid = k.contypid and not a.attisdropped
  join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
 where k.connamespace = 'public'::regnamespace
   and k.contypid <> 0
   and k.contype = 'c'
 order by table_oid, name
