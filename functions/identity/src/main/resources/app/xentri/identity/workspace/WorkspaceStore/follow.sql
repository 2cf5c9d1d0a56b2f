select org_id, user_id, fields from take_in_user(:clerk_user, :email, :name, :picture, :picture_told, :at)
