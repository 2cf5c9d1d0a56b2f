select set_config('app.trace_id', ?, true), set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true)
