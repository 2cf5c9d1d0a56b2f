select standing_of(:clerkUser)
