select place_of_event(?, ?)
