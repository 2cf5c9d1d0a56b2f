select * from clerk.memberships where organization_id = ? order by created_at, id
