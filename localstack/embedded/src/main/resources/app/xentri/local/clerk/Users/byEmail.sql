select * from clerk.users where email = lower(?)
