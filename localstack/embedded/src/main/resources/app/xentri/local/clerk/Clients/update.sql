update clerk.clients
set sign_in_id = ?, sign_up_id = ?, last_active_session_id = ?, last_strategy = ?, updated_at = ?
where id = ?
