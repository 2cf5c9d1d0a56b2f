-- Newest first. The org is not named here: row-level security adds it, and each index starts with it.
-- The parameters are constants to the planner, so a filter that is null disappears and the others meet their index.
select id, org_id, org_seq, type, occurred_at, actor_type, actor_id, envelope_version, payload_schema, payload::text as payload,
       dedupe_key, correlation_id, causation_id, trace_id, source, environment
  from system_events
 where (:type::text is null or type = :type::text)
   and (:actor::text is null or actor_id = :actor::text)
   and (:correlation::text is null or correlation_id = :correlation::text)
   and (:since::timestamptz is null or occurred_at >= :since::timestamptz)
   and (:until::timestamptz is null or occurred_at < :until::timestamptz)
   -- A cause stands before its effect, so the way back along the causes ends.
   and (:leading_to::uuid is null or id in (
          with recursive chain as (
            select e.id, e.causation_id, e.org_seq from system_events e where e.id = :leading_to::uuid
            union all
            select e.id, e.causation_id, e.org_seq from chain c join system_events e on e.id = c.causation_id and e.org_seq < c.org_seq
          )
          select chain.id from chain))
   and (:before::bigint is null or org_seq < :before::bigint)
 order by org_seq desc
 limit :limit
