select added_org, id, name, slug, role, created_at
  from add_own_org(:clerk_user, :clerk_org, :name, :slug, :at, :made_for, :clerk_membership, :membership_at)
