insert into clerk.sign_in_tokens (id, token_digest, user_id, status, expire_at, created_at, updated_at)
values (?, ?, ?, ?, ?, ?, ?)
