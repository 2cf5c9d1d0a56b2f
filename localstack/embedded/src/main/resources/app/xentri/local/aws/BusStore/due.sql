select d.id, e.bus, d.rule, d.function, d.attempts, d.retries, d.expires_at <= now() as expired, d.dead_letters, e.event
from bus_deliveries d join bus_events e on e.id = d.event_id
where d.due_at <= now()
order by d.id
limit ?
