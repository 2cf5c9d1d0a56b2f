delete from clerk.users where id = ?
