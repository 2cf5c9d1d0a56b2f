select person_of(:clerk_user)
