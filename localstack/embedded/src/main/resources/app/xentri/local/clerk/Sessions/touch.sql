update clerk.sessions set active_organization_id = ?, last_active_at = ?, updated_at = ? where id = ? and status = 'active'
returning *
