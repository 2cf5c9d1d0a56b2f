insert into clerk.clients (id, token_digest, created_at, updated_at) values (?, ?, ?, ?)
