delete from clerk.memberships where id = ?
