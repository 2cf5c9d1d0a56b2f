select e.id, e.bus, e.event, e.accepted_at, count(d.id) as open
from bus_events e left join bus_deliveries d on d.event_id = e.id
group by e.id
order by e.position desc
limit ?
