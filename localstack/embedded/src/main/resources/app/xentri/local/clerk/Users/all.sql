select * from clerk.users where ?::text is null or email = lower(?) order by created_at desc, id
