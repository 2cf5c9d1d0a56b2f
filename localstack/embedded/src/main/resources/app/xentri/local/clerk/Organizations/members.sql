select m.*, count(*) over () as total
from clerk.memberships m
where m.organization_id = ?
order by m.created_at, m.id
limit ? offset ?
