select take_turn(:clerkUser, :holder)
