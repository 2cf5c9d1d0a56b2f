select org_id, user_id, role, user_is_new, org_is_new, member_is_new
  from join_org(:clerk_user, :email, :name, :picture, :user_at,
                :clerk_org, :org_name, :slug, :org_at, :made_for,
                :clerk_membership, :role, :membership_at)
