select id, name, slug, role, created_at from org_made_for(:clerk_user, :made_for)
