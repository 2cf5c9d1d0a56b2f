select give_back_turn(:turn, :holder) is null
