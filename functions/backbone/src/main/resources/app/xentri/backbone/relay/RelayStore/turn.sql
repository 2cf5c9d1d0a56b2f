-- One turn of a sink in one round trip: notes what it has got, forwards only and under the lease only, and reads what comes next in the orgs
-- that lag, longest waiting first, from the event at the cursor on (a sink may want to know that one again).
-- The heads are read once for many events; what the log lacks below a head is a gap and shows as a row without an event, or a jump.
with lease as materialized (
  select held, check_due, checked_after from keep_relay_lease(:holder::uuid)
), progress as (
  select org_id, last_seq from unnest(:orgs::uuid[], :seqs::bigint[]) as p (org_id, last_seq)
), moved as (
  update event_cursors c
     set last_seq = p.last_seq, updated_at = clock_timestamp()
    from progress p, lease l
   where l.held
     and c.org_id = p.org_id
     and c.sink = :sink
     and c.last_seq < p.last_seq
), lagging as (
  select c.org_id, greatest(c.last_seq, p.last_seq) as cursor_seq, h.last_seq as head_seq, c.updated_at
    from event_cursors c
    join event_heads h on h.org_id = c.org_id
    left join progress p on p.org_id = c.org_id
   where c.sink = :sink
     and greatest(c.last_seq, p.last_seq) < h.last_seq
     and c.org_id <> all (:parked::uuid[])
     and (select held from lease)
   order by c.updated_at
   limit :most_orgs
)
select l.held, l.check_due, l.checked_after, g.org_id as lagging_org, g.cursor_seq, g.head_seq, e.*
  from lease l
  left join lagging g on true
  left join lateral (
   select id, org_id, org_seq, type, occurred_at, actor_type, actor_id, envelope_version, payload_schema, payload::text as payload,
          dedupe_key, correlation_id, causation_id, trace_id, source, environment,
          extract(epoch from clock_timestamp() - created_at)::float8 as waited
     from system_events
    where org_id = g.org_id
      and org_seq >= g.cursor_seq
    order by org_seq
    limit :most_events + 1) e on true
 order by g.updated_at, g.org_id, e.org_seq;
commit
