select id, org_id, org_seq, type, occurred_at, actor_type, actor_id, envelope_version, payload_schema, payload::text as payload,
       dedupe_key, correlation_id, causation_id, trace_id, source, environment
  from system_events
 where org_seq = :org_seq
