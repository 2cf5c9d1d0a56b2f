select id, name, slug, role, created_at, membership_id, joined_at from my_orgs(:after_at, :after, :limit)
