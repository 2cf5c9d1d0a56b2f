select org_id from add_org(:clerkOrg, :name, :slug, :at, :madeFor, :clerkMembership, :membershipAt)
