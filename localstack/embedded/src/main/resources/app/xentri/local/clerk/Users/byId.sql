select * from clerk.users where id = ?
