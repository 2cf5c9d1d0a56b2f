select give_back_turn(:clerkUser, :holder) is null
