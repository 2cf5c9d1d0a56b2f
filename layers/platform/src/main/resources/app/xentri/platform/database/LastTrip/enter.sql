select set_config('app.current_org_id', ?, true)
