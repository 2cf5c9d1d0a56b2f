select *, count(*) over () as total
from clerk.users
where (cardinality(?::text[]) = 0 or email = any (?::text[]))
  and (cardinality(?::text[]) = 0 or id = any (?::text[]))
  and (?::text is null or id = ? or email like '%' || lower(?) || '%'
    or lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) like '%' || lower(?) || '%')
order by created_at desc, id
limit ? offset ?
