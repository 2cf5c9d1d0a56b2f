select has_session_ended(:session) as ended, pg_advisory_xact_lock(hashtextextended(:clerk_user, 0)) is null as locked
