delete from states_executions where id = ?
