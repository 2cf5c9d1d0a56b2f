select complete_idempotency_key(?, ?, ?, ?)
