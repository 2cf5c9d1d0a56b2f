select * from clerk.memberships where organization_id = ? and user_id = ?
