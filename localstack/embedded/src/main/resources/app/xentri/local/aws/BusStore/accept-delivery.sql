insert into bus_deliveries (event_id, rule, function, retries, expires_at, dead_letters)
values (?, ?, ?, ?, now() + make_interval(secs => ?), ?)
