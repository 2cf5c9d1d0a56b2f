select take_in_org(:clerkOrg, :name, :at)
