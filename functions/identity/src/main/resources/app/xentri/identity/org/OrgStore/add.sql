select org_id from add_org(:clerk_org, :name, :slug, :at, :made_for, :clerk_membership, :membership_at)
