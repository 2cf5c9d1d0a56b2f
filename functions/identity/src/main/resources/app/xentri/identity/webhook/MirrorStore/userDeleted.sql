select take_in_user_deletion(:clerk_user) is null
