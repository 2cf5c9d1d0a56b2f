-- Locks the cursors that no other relay holds and reads what comes after them. One statement: its snapshot shows a gapless start of
-- each org's log, because an org's events commit in the order of their numbers.
with claimed as (
  select org_id, last_seq
    from event_cursors
   where sink = :sink
     and org_id = any (:orgs::uuid[])
     for update skip locked
)
select c.last_seq as cursor_seq, e.*
  from claimed c
 cross join lateral (
   select id, org_id, org_seq, type, occurred_at, actor_type, actor_id, envelope_version, payload_schema, payload::text as payload,
          dedupe_key, correlation_id, causation_id, trace_id, source, environment
     from system_events
    where org_id = c.org_id
      and org_seq > c.last_seq
    order by org_seq
    limit :batch) e
 order by e.org_id, e.org_seq
