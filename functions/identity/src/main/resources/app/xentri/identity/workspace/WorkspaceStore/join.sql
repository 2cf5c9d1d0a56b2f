select org_id, user_id, role, user_is_new, org_is_new, member_is_new
  from join_org(:clerkUser, :email, :name, :picture, :userAt,
                :clerkOrg, :orgName, :slug, :orgAt, :madeFor,
                :clerkMembership, :role, :membershipAt)
