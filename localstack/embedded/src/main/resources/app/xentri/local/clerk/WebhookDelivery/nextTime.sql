select min(next_at) from clerk.webhooks where next_at is not null
