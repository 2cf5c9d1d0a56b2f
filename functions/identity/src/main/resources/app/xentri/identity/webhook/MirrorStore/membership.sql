select take_in_role(:clerkMembership, :clerkUser, :clerkOrg, :role, :at)
