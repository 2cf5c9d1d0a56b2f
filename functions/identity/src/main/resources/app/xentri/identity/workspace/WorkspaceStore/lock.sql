select pg_advisory_xact_lock(hashtextextended(:clerk_user, 0)) is null
