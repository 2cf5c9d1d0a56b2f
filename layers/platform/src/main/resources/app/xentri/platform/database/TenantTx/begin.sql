select set_config('app.trace_id', ?, true), set_config('lock_timeout', '10s', true), set_config('statement_timeout', '20s', true)
