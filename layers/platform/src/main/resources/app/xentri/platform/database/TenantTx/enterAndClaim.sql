select org_id, user_id, role, set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true)
  from enter_org(?, ?, ?, ?, ?);
select outcome, status, headers, body from claim_idempotency_key(?, ?, ?)
