select org_id, user_id, role from take_in_membership_deletion(:clerk_membership, :clerk_user, :clerk_org)
