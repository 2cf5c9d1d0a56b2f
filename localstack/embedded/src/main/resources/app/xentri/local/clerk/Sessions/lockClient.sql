select * from clerk.clients where token_digest = ? for update
