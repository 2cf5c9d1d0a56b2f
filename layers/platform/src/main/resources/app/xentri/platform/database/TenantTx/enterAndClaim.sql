select org_id, user_id, role from enter_org(?, ?, ?, ?, ?);
select outcome, status, headers, body from claim_idempotency_key(?, ?, ?)
