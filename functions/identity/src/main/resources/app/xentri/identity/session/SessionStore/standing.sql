select has_session_ended(:session) as ended, standing_of(:clerkUser) = 'deleted' as deleted,
       (select w.user_id from enter_workspace(:clerkUser) w) as person
