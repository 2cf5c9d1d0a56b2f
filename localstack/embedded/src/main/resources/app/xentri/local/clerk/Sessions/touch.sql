update clerk.sessions
set active_organization_id = :activeOrganizationId, last_active_at = :lastActiveAt, updated_at = :updatedAt
where id = :id and status = 'active'
