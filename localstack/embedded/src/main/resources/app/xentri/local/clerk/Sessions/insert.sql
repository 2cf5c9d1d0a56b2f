insert into clerk.sessions (
  id, client_id, user_id, status, origin, active_organization_id, last_active_at, expire_at, abandon_at, created_at, updated_at)
values (
  :id, :clientId, :userId, :status, :origin, :activeOrganizationId, :lastActiveAt, :expireAt, :abandonAt, :createdAt, :updatedAt)
