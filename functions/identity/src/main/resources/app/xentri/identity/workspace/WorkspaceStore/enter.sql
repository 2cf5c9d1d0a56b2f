select org_id, user_id, role from enter_workspace(:clerk_user)
