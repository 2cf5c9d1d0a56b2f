update clerk.clients
set sign_in_id = :signInId, sign_up_id = :signUpId, last_active_session_id = :lastActiveSessionId,
  updated_at = :updatedAt
where id = :id
