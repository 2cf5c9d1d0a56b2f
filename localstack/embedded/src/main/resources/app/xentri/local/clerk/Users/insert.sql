insert into clerk.users (
  id, email_id, email, email_verified_by, first_name, last_name, password_hash, image_id, last_sign_in_at, created_at, updated_at)
values (
  :id, :emailId, :email, :emailVerifiedBy, :firstName, :lastName, :passwordHash, :imageId, :lastSignInAt, :createdAt, :updatedAt)
on conflict do nothing
