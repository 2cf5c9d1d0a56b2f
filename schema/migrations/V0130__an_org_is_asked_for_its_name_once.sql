-- Whether an owner or an admin has said what the organization is called: by naming it, or by leaving it as it is when they were asked.
-- Until then the shell may ask, once the Brief says what the business is called.
alter table organizations add column name_settled boolean not null default false;
grant update (name_settled, clerk_updated_at) on organizations to xentri_identity;
