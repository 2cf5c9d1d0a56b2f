select id, name, slug, created_at, version from organizations where id = :org
