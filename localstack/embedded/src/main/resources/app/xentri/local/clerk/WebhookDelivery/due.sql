select id, body, attempts from clerk.webhooks where next_at <= ? order by next_at, seq limit 1
