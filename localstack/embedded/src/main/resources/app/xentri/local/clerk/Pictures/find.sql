select id, type, content from clerk.pictures where id = ?
