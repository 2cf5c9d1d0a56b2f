insert into clerk.organizations (
  id, name, slug, created_by, max_memberships, public_metadata, private_metadata, created_at, updated_at)
values (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
on conflict do nothing
