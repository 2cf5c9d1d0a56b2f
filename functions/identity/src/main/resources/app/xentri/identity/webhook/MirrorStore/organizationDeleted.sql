select take_in_org_deletion(:clerkOrg) is null
