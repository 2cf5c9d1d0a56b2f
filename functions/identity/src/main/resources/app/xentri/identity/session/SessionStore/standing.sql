select has_session_ended(:session) as ended, standing_of(:clerk_user) = 'deleted' as deleted,
       (select w.user_id from enter_workspace(:clerk_user) w) as person
