select created_at, type, org_id, org_seq, actor_type, actor_id, payload::text as payload
from system_events
order by created_at desc, org_id, org_seq desc
limit ? offset ?
