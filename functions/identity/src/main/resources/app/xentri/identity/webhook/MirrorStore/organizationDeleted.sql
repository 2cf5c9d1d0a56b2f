select take_in_org_deletion(:clerk_org) is null
