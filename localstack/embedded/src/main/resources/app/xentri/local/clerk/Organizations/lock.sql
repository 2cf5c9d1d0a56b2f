select id from clerk.organizations where id = ? or slug = ? for no key update
