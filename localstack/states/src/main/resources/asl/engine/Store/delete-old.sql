delete from states_executions where stopped_at < ?
