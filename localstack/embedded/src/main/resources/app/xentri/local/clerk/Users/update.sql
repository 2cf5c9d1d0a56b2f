update clerk.users
set email_id = :emailId, email = :email, email_verified_by = :emailVerifiedBy, first_name = :firstName, last_name = :lastName,
  password_hash = :passwordHash, image_id = :imageId, updated_at = :updatedAt
where id = :id
