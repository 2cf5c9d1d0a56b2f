update clerk.users
set email_verified = ?, email_verified_by = ?, first_name = ?, last_name = ?, password_hash = ?, external_id = ?,
  public_metadata = ?::jsonb, private_metadata = ?::jsonb, unsafe_metadata = ?::jsonb, updated_at = ?
where id = ?
