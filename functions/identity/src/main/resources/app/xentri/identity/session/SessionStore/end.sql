select end_session(:session) is null
