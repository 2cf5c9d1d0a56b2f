update clerk.sign_in_tokens set status = ?, updated_at = ? where id = ?
