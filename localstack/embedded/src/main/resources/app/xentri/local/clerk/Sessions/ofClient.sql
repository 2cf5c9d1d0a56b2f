select * from clerk.sessions where client_id = ? order by created_at, id
