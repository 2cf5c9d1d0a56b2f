select org_id, user_id, fields from take_in_user(:clerkUser, :email, :name, :picture, :pictureTold, :at)
