select wake_at from states_executions where wake_at is not null order by wake_at limit 1
