update clerk.memberships set role = ?, updated_at = ? where id = ?
