select id, name, slug, role, created_at from org_made_for(:clerkUser, :madeFor)
