select * from clerk.sign_in_tokens where id = ? for update
