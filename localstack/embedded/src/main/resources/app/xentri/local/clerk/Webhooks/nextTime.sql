select min(next_at) as next_at from clerk.webhooks where next_at is not null
