select o.*, (select count(*) from clerk.memberships m where m.organization_id = o.id) as members, count(*) over () as total
from clerk.organizations o
where ?::text is null or o.id = ? or o.slug = ? or lower(o.name) like '%' || lower(?) || '%'
order by o.created_at desc, o.id
limit ? offset ?
