select enter_org_as_job(?, ?)
