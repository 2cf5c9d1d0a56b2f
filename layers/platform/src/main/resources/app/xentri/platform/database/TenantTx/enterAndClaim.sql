select org_id, user_id, role, outcome, status, headers, body from enter_org_claiming(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
