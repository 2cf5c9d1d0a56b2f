select take_in_message(:id)
