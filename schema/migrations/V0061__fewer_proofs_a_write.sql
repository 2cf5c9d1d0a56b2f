-- A write asked four times where its transaction is, and each answer was a fifteenth of what the write cost. Whoever enters and claims a
-- key does both in one call now, which knows where it is; and a proof reads bytes instead of characters.

-- Of bytes, not characters: in UTF-8 the nth of those is found by reading all before it.
create function context_signature(p_who bytea) returns bytea
  language plpgsql stable parallel restricted
  as $$
declare
  v_inner bytea;
  v_outer bytea;
begin
  select k.inner_key, k.outer_key into v_inner, v_outer from context_keys k where k.purpose = 'org';
  return convert_to(encode(sha256(v_outer || sha256(v_inner || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp())
                                                    || p_who)), 'hex'), 'UTF8');
end
$$;
revoke all on function context_signature(bytea) from public;

create or replace function enter_context(p_org uuid, p_user uuid) returns void
  language plpgsql volatile
  as $$
declare
  v_who constant bytea := convert_to(p_org::text || rpad(coalesce(p_user::text, ''), 36), 'UTF8');
  v_set text;
begin
  -- Assigned, because PERFORM plans and starts a query for the same.
  v_set := set_config('app.entered', convert_from(v_who || context_signature(v_who), 'UTF8') || coalesce(current_setting('app.entered', true), ''),
                      true);
  v_set := set_config('app.current_org_id', p_org::text, true);
end
$$;

create or replace function verified_context() returns uuid[]
  language plpgsql stable parallel restricted
  as $$
declare
  v_org constant text := current_setting('app.current_org_id', true);
  v_entered constant bytea := convert_to(current_setting('app.entered', true), 'UTF8');
  v_at constant integer := position(convert_to(v_org, 'UTF8') in v_entered);
  v_who constant bytea := substr(v_entered, v_at, 72);
begin
  if octet_length(v_org) = 36 and v_at > 0 and substr(v_entered, v_at + 72, 64) = context_signature(v_who) then
    return array[v_org::uuid, nullif(rtrim(convert_from(substr(v_who, 37), 'UTF8')), '')::uuid];
  end if;
  return null;
end
$$;
drop function context_signature(text);

-- For those that let a person in: who they are in which org, and the context signed. How long to wait for locks and statements is the
-- callers' business, who have said it themselves since they have a patience.
create function enter_as_member(p_clerk_user text, p_clerk_org text, p_org uuid, p_session text, p_trace text,
                                out org_id uuid, out user_id uuid, out role text)
  language plpgsql volatile
  as $$
#variable_conflict use_column
declare
  v_set text;
begin
  if p_session is not null and exists (select 1 from ended_sessions s where s.clerk_session_id = p_session) then
    raise exception 'session ended' using errcode = 'XE401';
  end if;
  select m.org_id, m.user_id, m.role into org_id, user_id, role
    from users u
    join memberships m on m.user_id = u.id
    join organizations o on o.id = m.org_id and o.deleted_at is null
   where u.clerk_user_id = p_clerk_user
     and u.deleted_at is null
     and (p_org is null or o.id = p_org)
     and (p_org is not null or p_clerk_org is null or o.clerk_org_id = p_clerk_org)
   order by m.created_at, m.id
   limit 1;
  if org_id is null then
    raise exception 'not a member' using errcode = 'XE403';
  end if;
  perform enter_context(org_id, user_id);
  v_set := set_config('app.trace_id', coalesce(p_trace, ''), true);
end
$$;
revoke all on function enter_as_member(text, text, uuid, text, text) from public;

create or replace function enter_org(p_clerk_user text, p_clerk_org text, p_org uuid, p_session text, p_trace text)
  returns table (org_id uuid, user_id uuid, role text)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_member constant record := enter_as_member(p_clerk_user, p_clerk_org, p_org, p_session, p_trace);
begin
  org_id := v_member.org_id;
  user_id := v_member.user_id;
  role := v_member.role;
  return next;
end
$$;

-- As enter_org, and claims a key of the person's until the transaction ends. A second caller waits for the first one's end, p_lock_timeout
-- at most, and then gets its answer (or, if the first was refused, the key).
create function enter_org_claiming(p_lock_timeout text, p_statement_timeout text,
                                   p_clerk_user text, p_clerk_org text, p_org uuid, p_session text, p_trace text,
                                   p_route text, p_key text, p_fingerprint text)
  returns table (org_id uuid, user_id uuid, role text, outcome text, status integer, headers text, body text)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_member constant record := enter_as_member(p_clerk_user, p_clerk_org, p_org, p_session, p_trace);
  v_org constant uuid := v_member.org_id;
  v_user constant uuid := v_member.user_id;
  v_lock constant bigint := hashtextextended(v_org || ' ' || v_user || ' ' || p_route || ' ' || p_key, 3);
  v_expired boolean;
  v_set text;
begin
  v_set := set_config('lock_timeout', p_lock_timeout, true);
  v_set := set_config('statement_timeout', p_statement_timeout, true);
  if not pg_try_advisory_xact_lock(v_lock) then
    perform pg_advisory_xact_lock(v_lock);
  end if;
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
  org_id := v_org;
  user_id := v_user;
  role := v_member.role;
  return next;
end
$$;
revoke all on function enter_org_claiming(text, text, text, text, uuid, text, text, text, text, text) from public;
grant execute on function enter_org_claiming(text, text, text, text, uuid, text, text, text, text, text) to xentri_app, xentri_identity;

-- As it was, without the detour over a definer function of its own.
create or replace function emit_event(
    p_id uuid, p_type text, p_occurred_at timestamptz, p_actor_type text, p_actor_id text, p_payload_schema text, p_payload jsonb,
    p_dedupe_key text, p_correlation_id text, p_causation_id uuid, p_source text, p_environment text,
    out id uuid, out org_seq bigint, out occurred_at timestamptz, out appended boolean)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_org constant uuid := (verified_context())[1];
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

-- The place of the newest event goes into the answer as it is written.
create or replace function keep_answer(
    p_user uuid, p_route text, p_key text, p_fingerprint text, p_status integer, p_headers text, p_body text, p_rest text) returns void
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_context constant uuid[] := verified_context();
  v_org constant uuid := v_context[1];
begin
  if v_context[2] is distinct from p_user or p_user is null then
    raise exception 'another person''s answer' using errcode = 'XE403';
  end if;
  if p_rest is null then
    insert into idempotency_keys (org_id, user_id, route, key, fingerprint, status, headers, body)
      values (v_org, p_user, p_route, p_key, p_fingerprint, p_status, p_headers, p_body);
  else
    insert into idempotency_keys (org_id, user_id, route, key, fingerprint, status, headers, body)
      select v_org, p_user, p_route, p_key, p_fingerprint, p_status, p_headers, p_body || h.last_seq || p_rest
        from event_heads h where h.org_id = v_org;
  end if;
end
$$;
