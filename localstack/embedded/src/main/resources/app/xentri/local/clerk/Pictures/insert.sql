insert into clerk.pictures (id, user_id, type, content) values (?, ?, ?, ?)
