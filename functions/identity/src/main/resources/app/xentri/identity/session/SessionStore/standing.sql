select has_session_ended(:session) as ended, (select w.user_id from enter_workspace(:clerk_user) w) as person
