select has_session_ended(:session) as ended, standing_of(:clerk_user) as standing, person_of(:clerk_user) as person
