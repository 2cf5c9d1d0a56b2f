select take_in_user_deletion(:clerkUser) is null
