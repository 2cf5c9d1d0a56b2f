select take_in_role(:clerk_membership, :clerk_user, :clerk_org, :role, :at)
