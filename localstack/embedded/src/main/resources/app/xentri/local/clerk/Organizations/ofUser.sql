select * from clerk.memberships where user_id = ? order by created_at, id
