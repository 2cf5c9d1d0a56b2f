update clerk.users
set email_verified_by = :emailVerifiedBy, first_name = :firstName, last_name = :lastName, password_hash = :passwordHash,
  updated_at = :updatedAt
where id = :id
