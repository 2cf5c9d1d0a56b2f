select pg_advisory_xact_lock(hashtextextended(:clerkUser, 0)) is null
