select give_back_turn(:clerk_user, :holder) is null
