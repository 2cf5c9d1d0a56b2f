select m.*, count(*) over () as total
from clerk.memberships m
where m.user_id = ?
order by m.created_at, m.id
limit ? offset ?
