select * from clerk.users where external_id = ?
