update clerk.sessions set status = :status, updated_at = :updatedAt where id = :id and status = 'active'
