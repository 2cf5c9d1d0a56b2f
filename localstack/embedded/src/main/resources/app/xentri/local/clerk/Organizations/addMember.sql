insert into clerk.memberships (id, organization_id, user_id, role, created_at, updated_at)
values (:id, :organizationId, :userId, :role, :createdAt, :updatedAt)
on conflict on constraint memberships_one_per_user do nothing
