select * from clerk.email_addresses where id = ? and user_id = ?
