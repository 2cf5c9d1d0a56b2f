insert into clerk.users (
  id, email_id, email, email_verified, email_verified_by, first_name, last_name, password_hash, image_url,
  external_id, public_metadata, private_metadata, unsafe_metadata, last_sign_in_at, created_at, updated_at)
values (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?, ?)
on conflict do nothing
