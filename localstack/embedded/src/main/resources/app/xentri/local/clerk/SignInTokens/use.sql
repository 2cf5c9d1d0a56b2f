update clerk.sign_in_tokens set status = 'accepted', updated_at = ? where id = ?
