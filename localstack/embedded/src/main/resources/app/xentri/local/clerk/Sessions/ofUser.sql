select * from clerk.sessions where user_id = ? and status = 'active' order by created_at, id
