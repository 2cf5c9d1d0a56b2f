insert into clerk.webhooks (id, type, body, next_at) values (?, ?, ?, ?)
