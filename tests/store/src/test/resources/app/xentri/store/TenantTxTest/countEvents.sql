select count(*) from system_events
