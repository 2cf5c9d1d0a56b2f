select * from clerk.email_addresses where user_id = ? order by created_at, id
