select waited_for from states_executions where id = ?
