select take_turn_in_line(:clerk_user, :holder, :pause, :longest)
