select org_id as id, :name as name, slug, created_at from add_org(:clerkOrg, :name, :slug, :at)
