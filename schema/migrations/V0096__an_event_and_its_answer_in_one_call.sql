-- What a write does last, its event and the answer to keep, is one call: it proves where it is once, and the answer takes the event's place
-- from the hand that gave it.

-- For those that have verified where they are: an event in that org's log, or the one that is there under the same dedupe key.
create function append_event(
    p_org uuid, p_id uuid, p_type text, p_occurred_at timestamptz, p_actor_type text, p_actor_id text, p_payload_schema text, p_payload jsonb,
    p_dedupe_key text, p_correlation_id text, p_causation_id uuid, p_source text, p_environment text,
    out id uuid, out org_seq bigint, out occurred_at timestamptz, out appended boolean)
  language plpgsql volatile
  as $$
#variable_conflict use_column
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
  id := p_id;
  occurred_at := coalesce(p_occurred_at, clock_timestamp());
  appended := true;
  insert into system_events (org_id, id, org_seq, type, occurred_at, actor_type, actor_id, payload_schema, payload,
                             dedupe_key, correlation_id, causation_id, trace_id, source, environment)
    values (p_org, p_id, append_event.org_seq, p_type, append_event.occurred_at, p_actor_type, p_actor_id, p_payload_schema, p_payload,
            p_dedupe_key, p_correlation_id, p_causation_id, nullif(current_setting('app.trace_id', true), ''), p_source, p_environment);
end
$$;
revoke all on function append_event(uuid, uuid, text, timestamptz, text, text, text, jsonb, text, text, uuid, text, text) from public;

create or replace function emit_event(
    p_id uuid, p_type text, p_occurred_at timestamptz, p_actor_type text, p_actor_id text, p_payload_schema text, p_payload jsonb,
    p_dedupe_key text, p_correlation_id text, p_causation_id uuid, p_source text, p_environment text,
    out id uuid, out org_seq bigint, out occurred_at timestamptz, out appended boolean)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_event constant record := append_event((verified_context())[1], p_id, p_type, p_occurred_at, p_actor_type, p_actor_id, p_payload_schema,
                                          p_payload, p_dedupe_key, p_correlation_id, p_causation_id, p_source, p_environment);
begin
  id := v_event.id;
  org_seq := v_event.org_seq;
  occurred_at := v_event.occurred_at;
  appended := v_event.appended;
end
$$;

-- An answer without an event of its own.
create function keep_answer(
    p_user uuid, p_route text, p_key text, p_fingerprint text, p_status integer, p_headers text, p_body text) returns void
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_context constant uuid[] := verified_context();
begin
  if v_context[2] is distinct from p_user or p_user is null then
    raise exception 'another person''s answer' using errcode = 'XE403';
  end if;
  insert into idempotency_keys (org_id, user_id, route, key, fingerprint, status, headers, body)
    values (v_context[1], p_user, p_route, p_key, p_fingerprint, p_status, p_headers, p_body);
end
$$;
revoke all on function keep_answer(uuid, text, text, text, integer, text, text) from public;
grant execute on function keep_answer(uuid, text, text, text, integer, text, text) to xentri_app, xentri_identity;

-- An event and the answer that its writer is given. With p_rest that answer is p_body, the event's place and p_rest.
create function emit_and_keep(
    p_id uuid, p_type text, p_occurred_at timestamptz, p_actor_type text, p_actor_id text, p_payload_schema text, p_payload jsonb,
    p_dedupe_key text, p_correlation_id text, p_causation_id uuid, p_source text, p_environment text,
    p_user uuid, p_route text, p_key text, p_fingerprint text, p_status integer, p_headers text, p_body text, p_rest text) returns bigint
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_context constant uuid[] := verified_context();
  v_event record;
begin
  if v_context[2] is distinct from p_user or p_user is null then
    raise exception 'another person''s answer' using errcode = 'XE403';
  end if;
  v_event := append_event(v_context[1], p_id, p_type, p_occurred_at, p_actor_type, p_actor_id, p_payload_schema, p_payload,
                          p_dedupe_key, p_correlation_id, p_causation_id, p_source, p_environment);
  insert into idempotency_keys (org_id, user_id, route, key, fingerprint, status, headers, body)
    values (v_context[1], p_user, p_route, p_key, p_fingerprint, p_status, p_headers, p_body || coalesce(v_event.org_seq || p_rest, ''));
  return v_event.org_seq;
end
$$;
revoke all on function emit_and_keep(uuid, text, timestamptz, text, text, text, jsonb, text, text, uuid, text, text,
                                     uuid, text, text, text, integer, text, text, text) from public;
grant execute on function emit_and_keep(uuid, text, timestamptz, text, text, text, jsonb, text, text, uuid, text, text,
                                        uuid, text, text, text, integer, text, text, text) to xentri_app, xentri_identity;

-- Whoever appends has counted up its org's head in the same statement or is refused, so that asking for the head once more for each row, as
-- a foreign key does, said nothing new. What is left is that a head goes with its org: an org that has a log stays.
alter table system_events drop constraint system_events_org_has_a_log;
alter table event_heads drop constraint event_heads_org_exists;
alter table event_heads add constraint event_heads_org_exists foreign key (org_id) references organizations (id);
