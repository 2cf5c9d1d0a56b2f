insert into bus_events (id, bus, event)
select id, bus, event from unnest(?::uuid[], ?::text[], ?::text[]) with ordinality as e (id, bus, event, place) order by place
