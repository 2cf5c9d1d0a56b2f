update clerk.sessions
set status = ?, active_organization_id = ?, last_active_at = ?, updated_at = ?
where id = ?
