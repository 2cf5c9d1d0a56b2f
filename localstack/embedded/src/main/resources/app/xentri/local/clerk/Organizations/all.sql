select o.*, (select count(*) from clerk.memberships m where m.organization_id = o.id) as members_count
from clerk.organizations o
order by o.created_at desc, o.id
