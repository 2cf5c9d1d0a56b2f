select person_of(:clerkUser)
