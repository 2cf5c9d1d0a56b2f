select org_id, user_id, role from take_in_membership_deletion(:clerkMembership, :clerkUser, :clerkOrg)
