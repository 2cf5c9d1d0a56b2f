select state from clerk.attempts where id = ? and client_id = ?
