insert into consumed_events (org_id, consumer, event_id, org_seq)
values (:org, :consumer, :event, :org_seq)
on conflict (org_id, consumer, event_id) do nothing
returning true
