select id from clerk.organizations where id = ? for no key update
