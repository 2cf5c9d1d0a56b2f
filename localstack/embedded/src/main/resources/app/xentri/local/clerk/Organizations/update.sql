update clerk.organizations
set name = ?, slug = ?, max_memberships = ?, public_metadata = ?::jsonb, private_metadata = ?::jsonb, updated_at = ?
where id = ?
