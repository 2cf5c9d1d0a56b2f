select * from clerk.users where id = ? for no key update
