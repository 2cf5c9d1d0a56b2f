select id from states_executions where parent = ? and status = 'RUNNING'
