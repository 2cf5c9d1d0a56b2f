-- Every event names what led to it. What a use case follows from it says itself; what a person does out of nothing else follows from the way by
-- which that person came into the org, and that is found here, once for all events that there are and will be.

-- How each person came into an org: one or two rows, however long the log is.
create index system_events_ways_in on system_events (org_id, actor_id, org_seq desc)
  where type in ('xentri.user.signup.v1', 'xentri.org.created.v1', 'xentri.member.added.v1');

create or replace function append_event(
    p_org uuid, p_id uuid, p_type text, p_occurred_at timestamptz, p_actor_type text, p_actor_id text, p_payload_schema text, p_payload jsonb,
    p_dedupe_key text, p_correlation_id text, p_causation_id uuid, p_source text, p_environment text,
    out id uuid, out org_seq bigint, out occurred_at timestamptz, out appended boolean)
  language plpgsql volatile
  as $$
#variable_conflict use_column
declare
  v_cause uuid := p_causation_id;
begin
  if p_dedupe_key is not null then
    -- Locked before the look: who has the same key in hand is waited for.
    perform from event_heads h where h.org_id = p_org for no key update;
    select e.id, e.org_seq, e.occurred_at, false into id, org_seq, occurred_at, appended
      from system_events e where e.org_id = p_org and e.type = p_type and e.dedupe_key = p_dedupe_key;
    if found then
      return;
    end if;
  end if;
  update event_heads h set last_seq = h.last_seq + 1, updated_at = now() where h.org_id = p_org returning h.last_seq into org_seq;
  if org_seq is null then
    raise exception 'no org' using errcode = 'XE403';
  end if;
  -- What a client reports began outside. What the product does about a person, on another's word, follows from that person's way in as well.
  if v_cause is null and p_source <> 'api' then
    v_cause := (select e.id from system_events e
                 where e.org_id = p_org and e.actor_id = case p_actor_type when 'user' then p_actor_id else p_payload ->> 'user_id' end
                   and e.type in ('xentri.user.signup.v1', 'xentri.org.created.v1', 'xentri.member.added.v1')
                 order by e.org_seq desc limit 1);
  end if;
  id := p_id;
  occurred_at := coalesce(p_occurred_at, clock_timestamp());
  appended := true;
  insert into system_events (org_id, id, org_seq, type, occurred_at, actor_type, actor_id, payload_schema, payload,
                             dedupe_key, correlation_id, causation_id, trace_id, source, environment)
    values (p_org, p_id, append_event.org_seq, p_type, append_event.occurred_at, p_actor_type, p_actor_id, p_payload_schema, p_payload,
            p_dedupe_key, p_correlation_id, v_cause, nullif(current_setting('app.trace_id', true), ''), p_source, p_environment);
end
$$;

-- By section, the event that made it what it is: the next change of that section follows from it.
alter table briefs
  add column causes jsonb not null default '{}',
  add constraint briefs_causes_are_by_section check (jsonb_typeof(causes) = 'object');
grant insert (causes) on briefs to xentri_app;
grant update (causes) on briefs to xentri_app;

-- For Briefs from before the log says it. The owner is held by the policies too, except for this.
alter table briefs no force row level security;
alter table system_events no force row level security;
update briefs b
   set causes = found.causes
  from (select org_id, jsonb_object_agg(section, id) as causes
          from (select distinct on (e.org_id, s.section) e.org_id, s.section, e.id
                  from system_events e
                  cross join lateral (select jsonb_object_keys(e.payload -> 'sections') as section where e.type = 'xentri.brief.created.v1'
                                      union all
                                      select e.payload ->> 'section' where e.type = 'xentri.brief.updated.v1') s
                 where e.type in ('xentri.brief.created.v1', 'xentri.brief.updated.v1')
                 order by e.org_id, s.section, e.org_seq desc) newest
         group by org_id) found
 where found.org_id = b.org_id;
alter table system_events force row level security;
alter table briefs force row level security;
