select has_session_ended(:session)
