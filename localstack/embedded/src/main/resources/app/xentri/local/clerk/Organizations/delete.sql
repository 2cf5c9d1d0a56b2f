delete from clerk.organizations where id = ?
