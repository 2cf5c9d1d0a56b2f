select * from clerk.sessions where id = ?
