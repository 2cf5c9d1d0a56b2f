update clerk.webhooks set attempts = attempts + 1, next_at = ?, delivered_at = ? where id = ?
