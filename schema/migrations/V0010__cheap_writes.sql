-- What every write paid for again and again is made once: an org's log with the org, the answer of an idempotent request when there is
-- one, expired keys swept by a schedule.

-- An org has its log from birth. The context is the new org's for as long as it takes, because the owner is held by the policies too.
create function open_event_log() returns trigger
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_before text := coalesce(current_setting('app.current_org_id', true), '');
begin
  perform set_config('app.current_org_id', new.id::text, true);
  insert into event_heads (org_id) values (new.id);
  insert into event_cursors (org_id, sink) values (new.id, 'stream'), (new.id, 'bus');
  perform set_config('app.current_org_id', v_before, true);
  return null;
end
$$;
revoke all on function open_event_log() from public;
create trigger organizations_have_an_event_log after insert on organizations
  for each row execute function open_event_log();

do $$
declare
  v_org uuid;
begin
  for v_org in select id from organizations loop
    perform set_config('app.current_org_id', v_org::text, true);
    insert into event_heads (org_id) values (v_org) on conflict do nothing;
    insert into event_cursors (org_id, sink) values (v_org, 'stream'), (v_org, 'bus') on conflict do nothing;
  end loop;
  perform set_config('app.current_org_id', '', true);
end
$$;
-- The head of a busy org changes a thousand times a second: room beside it keeps its next version on its page and out of the index.
alter table event_heads set (fillfactor = 50);

-- Most events have no dedupe key, and need no place in its index. The other indexes are narrow already: each is the one of a filter of
-- the list.
alter table system_events drop constraint system_events_dedupe_key_is_used_once_per_type;
create unique index system_events_dedupe_key_is_used_once_per_type on system_events (org_id, type, dedupe_key) where dedupe_key is not null;
-- That the org exists is said by its head, which the transaction that appends has changed anyway. A key to the org itself wrote a lock
-- into the row that all of the org's writers share.
alter table system_events drop constraint system_events_org_exists;
alter table system_events add constraint system_events_org_has_a_log foreign key (org_id) references event_heads (org_id);

-- Appends one event to the current org. The function runs as the owner, who is held by the same forced policies,
-- so that the app needs no right to write the log, its head or its cursors directly.
-- Answers what was stored; for a dedupe key seen before, the first event. Keys are apart by type, so that a client cannot use up the key of
-- an event that only we emit.
drop function emit_event(uuid, text, timestamptz, text, text, text, jsonb, text, text, uuid, text, text);
create function emit_event(
    p_id uuid, p_type text, p_occurred_at timestamptz, p_actor_type text, p_actor_id text, p_payload_schema text, p_payload jsonb,
    p_dedupe_key text, p_correlation_id text, p_causation_id uuid, p_source text, p_environment text,
    out id uuid, out org_seq bigint, out occurred_at timestamptz, out appended boolean)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_org uuid := current_org_id();
  v_seq bigint;
  v_at timestamptz;
begin
  if p_dedupe_key is not null then
    -- Locked before the look: who has the same key in hand is waited for.
    perform from event_heads h where h.org_id = v_org for no key update;
    select e.id, e.org_seq, e.occurred_at, false into id, org_seq, occurred_at, appended
      from system_events e where e.org_id = v_org and e.type = p_type and e.dedupe_key = p_dedupe_key;
    if found then
      return;
    end if;
  end if;
  update event_heads h set last_seq = h.last_seq + 1, updated_at = now() where h.org_id = v_org returning h.last_seq into v_seq;
  if v_seq is null then
    raise exception 'no org' using errcode = 'XE403';
  end if;
  v_at := coalesce(p_occurred_at, clock_timestamp());
  insert into system_events (org_id, id, org_seq, type, occurred_at, actor_type, actor_id, payload_schema, payload,
                             dedupe_key, correlation_id, causation_id, trace_id, source, environment)
    values (v_org, p_id, v_seq, p_type, v_at, p_actor_type, p_actor_id, p_payload_schema, p_payload,
            p_dedupe_key, p_correlation_id, p_causation_id, nullif(current_setting('app.trace_id', true), ''), p_source, p_environment);
  id := p_id;
  org_seq := v_seq;
  occurred_at := v_at;
  appended := true;
end
$$;
revoke all on function emit_event(uuid, text, timestamptz, text, text, text, jsonb, text, text, uuid, text, text) from public;
grant execute on function emit_event(uuid, text, timestamptz, text, text, text, jsonb, text, text, uuid, text, text) to xentri_app;

-- A key is a person's, on one route: two members who choose the same one each get their own. Jobs have none: what an event starts is
-- done once by consumed_events. What was kept before did not know whose it was, so it is not kept on.
drop function claim_idempotency_key(text, bytea);
drop function complete_idempotency_key(text, integer, text, text);
drop table idempotency_keys;
create table idempotency_keys (
  org_id uuid not null,
  user_id uuid not null,
  route text not null,
  key text not null,
  id uuid not null default gen_random_uuid(),
  fingerprint text not null,
  status integer not null,
  headers text not null,
  body text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '24 hours',
  constraint idempotency_keys_are_used_once_by_a_person_on_a_route primary key (org_id, user_id, route, key),
  constraint idempotency_keys_key_is_1_to_255_characters check (char_length(key) between 1 and 255)
);
create index idempotency_keys_by_expiry on idempotency_keys (expires_at);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy tenant on idempotency_keys to xentri_app
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
grant select, delete on idempotency_keys to xentri_app;
grant insert (org_id, user_id, route, key, fingerprint, status, headers, body) on idempotency_keys to xentri_app;
-- The relay sweeps when its schedule wakes it, and can see nothing that has not expired.
create policy expired on idempotency_keys for select to xentri_relay using (expires_at <= now());
create policy expired_may_go on idempotency_keys for delete to xentri_relay using (expires_at <= now());
grant select (org_id, user_id, route, key, expires_at), delete on idempotency_keys to xentri_relay;

-- Claims a key of the person in this transaction until it ends. A second caller waits for the first one's end, and then gets its answer
-- (or, if the first was refused, the key); one that waits longer than lock_timeout is told that the first is still in flight. The lock
-- is no row: what was claimed and refused leaves nothing behind, and what was done is written once, with its answer.
create function claim_idempotency_key(
    p_route text, p_key text, p_fingerprint text,
    out outcome text, out status integer, out headers text, out body text)
  language plpgsql volatile
  as $$
#variable_conflict use_column
declare
  v_org uuid := current_org_id();
  v_user uuid := current_user_id();
  v_expired boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended(v_org || ' ' || v_user || ' ' || p_route || ' ' || p_key, 3));
  select case when k.fingerprint = p_fingerprint then 'replay' else 'reused' end, k.status, k.headers, k.body, k.expires_at <= now()
    into outcome, status, headers, body, v_expired
    from idempotency_keys k
   where k.org_id = v_org and k.user_id = v_user and k.route = p_route and k.key = p_key;
  if v_expired then
    delete from idempotency_keys k where k.org_id = v_org and k.user_id = v_user and k.route = p_route and k.key = p_key;
  end if;
  if coalesce(v_expired, true) then
    outcome := 'claimed';
  end if;
end
$$;
revoke all on function claim_idempotency_key(text, text, text) from public;
grant execute on function claim_idempotency_key(text, text, text) to xentri_app;

-- Keeps an answer beside its effect. One with a rest says the place of this transaction's newest event between the two: the answer goes
-- out together with the event, before anybody knows that place.
create function keep_answer(
    p_user uuid, p_route text, p_key text, p_fingerprint text, p_status integer, p_headers text, p_body text, p_rest text) returns void
  language plpgsql volatile
  as $$
declare
  v_org uuid := current_org_id();
  v_body text := p_body;
begin
  if p_rest is not null then
    select p_body || h.last_seq || p_rest into strict v_body from event_heads h where h.org_id = v_org;
  end if;
  insert into idempotency_keys (org_id, user_id, route, key, fingerprint, status, headers, body)
    values (v_org, p_user, p_route, p_key, p_fingerprint, p_status, p_headers, v_body);
end
$$;
revoke all on function keep_answer(uuid, text, text, text, integer, text, text, text) from public;
grant execute on function keep_answer(uuid, text, text, text, integer, text, text, text) to xentri_app;
