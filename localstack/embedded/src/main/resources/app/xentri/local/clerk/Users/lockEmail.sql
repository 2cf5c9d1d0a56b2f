select pg_advisory_xact_lock(hashtextextended('clerk.users.email:' || lower(?), 0))
