select standing_of(:clerk_user)
