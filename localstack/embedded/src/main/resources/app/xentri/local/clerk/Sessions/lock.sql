select * from clerk.sessions where id = ? for update
