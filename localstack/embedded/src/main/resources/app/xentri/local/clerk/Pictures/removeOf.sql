delete from clerk.pictures where user_id = ?
