-- Gives the lease back, and only then looks once more: see wake_relay.
select release_relay_lease(:holder::uuid, false);
commit;
select exists (
  select 1
    from event_cursors c
    join event_heads h on h.org_id = c.org_id
   where c.last_seq < h.last_seq
     and c.sink = any (:sinks::text[])
     and (c.sink, c.org_id) not in (select p.sink, p.org_id from unnest(:parked_sinks::text[], :parked_orgs::uuid[]) as p (sink, org_id))
) as lags
