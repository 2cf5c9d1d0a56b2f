select * from clerk.sign_in_tokens where token_digest = ? for update
