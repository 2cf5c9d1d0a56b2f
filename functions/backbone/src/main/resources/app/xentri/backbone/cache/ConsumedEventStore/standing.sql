select exists (select 1 from consumed_events c where c.consumer = :consumer and c.event_id = e.id) as taken
  from system_events e
 where e.id = :event
