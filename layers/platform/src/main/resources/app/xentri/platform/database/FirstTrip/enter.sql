select org_id, user_id, role, set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true)
  from enter_org(?, ?, ?, ?, ?)
