select is_sign_up_session(:session)
