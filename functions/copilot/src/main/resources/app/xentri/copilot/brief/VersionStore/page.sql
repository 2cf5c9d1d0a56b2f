-- The org is not named: row-level security adds it, and an org has one Brief. A person who is in the org no more is not seen.
-- What has changed is what a reader would find: not which answers a sentence is from, nor what is stored about it besides.
select v.version, v.source, v.restored_from, v.author_id, u.name as author_name, v.created_at,
       (select coalesce(jsonb_agg(k), '[]')::text
          from jsonb_object_keys(v.sections) as k
         where p.version is not null
           and (v.sections -> k -> 'fields' is distinct from p.sections -> k -> 'fields'
                or (select jsonb_agg(one - 'receipts' - 'states') from jsonb_array_elements(v.sections -> k -> 'statements') as one)
                   is distinct from (select jsonb_agg(one - 'receipts' - 'states') from jsonb_array_elements(p.sections -> k -> 'statements') as one)
                or v.section_status -> k is distinct from p.section_status -> k)) as changed
  from brief_versions v
  left join brief_versions p on p.org_id = v.org_id and p.brief_id = v.brief_id and p.version = v.version - 1
  left join users u on u.id = v.author_id
 where (:before::bigint is null or v.version < :before::bigint)
 order by v.version desc
 limit :limit
