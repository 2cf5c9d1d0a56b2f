update clerk.users set last_sign_in_at = ? where id = ?
