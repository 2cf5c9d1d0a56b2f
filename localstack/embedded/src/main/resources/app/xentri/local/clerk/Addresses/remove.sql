delete from clerk.email_addresses where id = ?
