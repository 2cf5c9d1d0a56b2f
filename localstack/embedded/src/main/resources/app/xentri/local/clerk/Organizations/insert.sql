insert into clerk.organizations (id, name, slug, created_by, private_metadata, created_at, updated_at)
values (:id, :name, :slug, :createdBy, :privateMetadata::jsonb, :createdAt, :updatedAt)
on conflict do nothing
