update clerk.sessions set status = ?, updated_at = ? where id = ? and status = 'active' returning *
