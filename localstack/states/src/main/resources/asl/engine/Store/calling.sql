select id from states_executions where calling order by id
