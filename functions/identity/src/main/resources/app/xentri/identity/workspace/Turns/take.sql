select take_turn(:clerk_user, :holder)
