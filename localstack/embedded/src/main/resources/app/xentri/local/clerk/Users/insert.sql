insert into clerk.users (
  id, email_id, email, email_verified_by, first_name, last_name, password_hash, last_sign_in_at, created_at, updated_at)
values (
  :id, :emailId, :email, :emailVerifiedBy, :firstName, :lastName, :passwordHash, :lastSignInAt, :createdAt, :updatedAt)
on conflict do nothing
