-- The event log. Each org has its own gapless sequence: the row in event_heads is locked by the transaction that emits,
-- so org_seq order is commit order. (A global serial loses or reorders events when writers run side by side.)

create table event_heads (
  org_id uuid not null,
  id uuid not null default gen_random_uuid(),
  last_seq bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint event_heads_pkey primary key (org_id),
  constraint event_heads_org_exists foreign key (org_id) references organizations (id) on delete cascade,
  constraint event_heads_sequence_is_not_negative check (last_seq >= 0)
);
alter table event_heads enable row level security;
alter table event_heads force row level security;
create policy tenant on event_heads to xentri_app, xentri_owner
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
create policy relay on event_heads for select to xentri_relay using (true);
grant select on event_heads to xentri_app, xentri_relay;

create table system_events (
  org_id uuid not null,
  id uuid not null,
  org_seq bigint not null,
  type text not null,
  occurred_at timestamptz not null,
  actor_type text not null,
  actor_id text not null,
  envelope_version text not null default '1.0',
  payload_schema text not null,
  payload jsonb not null,
  dedupe_key text,
  correlation_id text,
  causation_id uuid,
  trace_id text,
  source text not null,
  environment text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint system_events_pkey primary key (org_id, id),
  constraint system_events_sequence_is_unique unique (org_id, org_seq),
  constraint system_events_dedupe_key_is_used_once_per_type unique (org_id, type, dedupe_key),
  constraint system_events_org_exists foreign key (org_id) references organizations (id) on delete cascade,
  constraint system_events_type_is_namespaced check (type ~ '^xentri\.[a-z_]+\.[a-z_]+\.v[0-9]+$'),
  constraint system_events_actor_type_is_known check (actor_type in ('user', 'system', 'job')),
  constraint system_events_payload_is_an_object check (jsonb_typeof(payload) = 'object'),
  -- The bus takes 256 KB; a larger event would stop its org's queue for good.
  constraint system_events_payload_is_at_most_64_kilobytes check (octet_length(payload::text) <= 65536),
  constraint system_events_environment_is_known check (environment in ('local', 'staging', 'prod'))
);
create index system_events_by_type on system_events (org_id, type, org_seq desc);
create index system_events_by_actor on system_events (org_id, actor_id, org_seq desc);
create index system_events_by_correlation on system_events (org_id, correlation_id, org_seq desc) where correlation_id is not null;
create index system_events_by_time on system_events (org_id, occurred_at desc);
alter table system_events enable row level security;
alter table system_events force row level security;
create policy tenant on system_events to xentri_app, xentri_owner
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
create policy relay on system_events for select to xentri_relay using (true);
grant select on system_events to xentri_app, xentri_relay;

create function refuse_event_change() returns trigger language plpgsql as $$
begin
  raise exception 'system_events is append-only' using errcode = 'XE405';
end
$$;
create trigger system_events_are_append_only before update or delete on system_events
  for each row execute function refuse_event_change();
create trigger system_events_are_never_truncated before truncate on system_events
  for each statement execute function refuse_event_change();

-- How far each sink has got in each org.
create table event_cursors (
  org_id uuid not null,
  id uuid not null default gen_random_uuid(),
  sink text not null,
  last_seq bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint event_cursors_pkey primary key (org_id, sink),
  constraint event_cursors_org_exists foreign key (org_id) references organizations (id) on delete cascade,
  constraint event_cursors_sink_is_known check (sink in ('stream', 'bus')),
  constraint event_cursors_sequence_is_not_negative check (last_seq >= 0)
);
alter table event_cursors enable row level security;
alter table event_cursors force row level security;
create policy tenant on event_cursors to xentri_app, xentri_owner
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
create policy relay on event_cursors to xentri_relay using (true) with check (true);
grant select on event_cursors to xentri_app, xentri_relay;
grant update (last_seq, updated_at) on event_cursors to xentri_relay;

-- Appends one event to the current org. The function runs as the owner, who is held by the same forced policies,
-- so that the app needs no right to write the log, its head or its cursors directly.
-- Returns what was stored; for a dedupe key seen before, the first event. Keys are apart by type, so that a client cannot use up the key of
-- an event that only we emit. nudge: the relay had caught up, with one sink at least, and must be woken.
create function emit_event(
    p_id uuid, p_type text, p_occurred_at timestamptz, p_actor_type text, p_actor_id text, p_payload_schema text, p_payload jsonb,
    p_dedupe_key text, p_correlation_id text, p_causation_id uuid, p_source text, p_environment text)
  returns table (id uuid, org_seq bigint, occurred_at timestamptz, appended boolean, nudge boolean)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_org uuid := current_org_id();
  v_seq bigint;
  v_nudge boolean;
begin
  if v_org is null then
    raise exception 'no org' using errcode = 'XE403';
  end if;
  insert into event_heads as h (org_id) values (v_org) on conflict (org_id) do nothing;
  select h.last_seq + 1 into v_seq from event_heads h where h.org_id = v_org for update;
  if p_dedupe_key is not null then
    return query select e.id, e.org_seq, e.occurred_at, false, false
                   from system_events e where e.org_id = v_org and e.type = p_type and e.dedupe_key = p_dedupe_key;
    if found then
      return;
    end if;
  end if;
  if v_seq = 1 then
    insert into event_cursors (org_id, sink) values (v_org, 'stream'), (v_org, 'bus') on conflict do nothing;
  end if;
  -- One sink that is behind, because it is down, must not keep the other waiting for the sweep.
  select bool_or(c.last_seq = v_seq - 1) into v_nudge from event_cursors c where c.org_id = v_org;
  insert into system_events (org_id, id, org_seq, type, occurred_at, actor_type, actor_id, payload_schema, payload,
                             dedupe_key, correlation_id, causation_id, trace_id, source, environment)
    values (v_org, p_id, v_seq, p_type, coalesce(p_occurred_at, clock_timestamp()), p_actor_type, p_actor_id, p_payload_schema, p_payload,
            p_dedupe_key, p_correlation_id, p_causation_id, nullif(current_setting('app.trace_id', true), ''), p_source, p_environment);
  update event_heads h set last_seq = v_seq, updated_at = now() where h.org_id = v_org;
  return query select e.id, e.org_seq, e.occurred_at, true, v_nudge
                 from system_events e where e.org_id = v_org and e.id = p_id;
end
$$;
revoke all on function emit_event(uuid, text, timestamptz, text, text, text, jsonb, text, text, uuid, text, text) from public;
grant execute on function emit_event(uuid, text, timestamptz, text, text, text, jsonb, text, text, uuid, text, text) to xentri_app;

-- What each consumer has taken in, written in the transaction of its effect.
create table consumed_events (
  org_id uuid not null,
  id uuid not null default gen_random_uuid(),
  consumer text not null,
  event_id uuid not null,
  org_seq bigint not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint consumed_events_pkey primary key (org_id, consumer, event_id),
  constraint consumed_events_event_exists foreign key (org_id, event_id) references system_events (org_id, id) on delete cascade
);
alter table consumed_events enable row level security;
alter table consumed_events force row level security;
create policy tenant on consumed_events to xentri_app
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
grant select, insert on consumed_events to xentri_app;
