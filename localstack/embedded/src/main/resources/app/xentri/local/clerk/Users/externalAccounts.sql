select * from clerk.external_accounts where user_id = ? order by created_at
