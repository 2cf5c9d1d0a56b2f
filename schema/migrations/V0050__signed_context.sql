-- Where a transaction is was a setting that anybody may set. Now the functions that enter an org sign it: the signature covers org, person,
-- server process and start of the transaction, so it is worth nothing in another, and app.current_org_id only chooses among the orgs that
-- this very transaction has entered. Code from before keeps working: it enters by the same functions and goes back by the same setting.

-- Entering reads these three, so whoever has entered without a signature ends first, and whoever comes later enters with one.
lock table users, memberships, organizations in access exclusive mode;

create table context_keys (
  purpose text not null,
  inner_key bytea not null,
  outer_key bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint context_keys_pkey primary key (purpose)
);
alter table context_keys enable row level security;
alter table context_keys force row level security;
create policy definer on context_keys to xentri_owner using (true) with check (true);

-- Two keys out of 488 random bits each; nobody has ever seen them.
insert into context_keys (purpose, inner_key, outer_key)
select 'org', sha256(string_agg(uuid_send(gen_random_uuid()), ''::bytea)), sha256(string_agg(uuid_send(gen_random_uuid()), ''::bytea))
  from generate_series(1, 4);
-- So that it is known to be one page, which is read without its index.
analyze context_keys;

-- A keyed digest in the manner of NMAC, of built-in parts. Not a definer function: those of the owner call it, and nobody else may read
-- the key. The parallel workers of a query have another process id.
create function context_signature(p_who text) returns text
  language plpgsql stable parallel restricted
  as $$
declare
  v_inner bytea;
  v_outer bytea;
begin
  select k.inner_key, k.outer_key into v_inner, v_outer from context_keys k where k.purpose = 'org';
  return encode(sha256(v_outer || sha256(v_inner || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp())
                                         || convert_to(p_who, 'UTF8'))), 'hex');
end
$$;
revoke all on function context_signature(text) from public;

-- app.entered is a row of entries of 136 characters, the newest first: 36 of the org, 36 of the person (or blanks), 64 of the signature.
create function enter_context(p_org uuid, p_user uuid) returns void
  language plpgsql volatile
  as $$
declare
  v_who constant text := p_org::text || rpad(coalesce(p_user::text, ''), 36);
begin
  perform set_config('app.entered', v_who || context_signature(v_who) || coalesce(current_setting('app.entered', true), ''), true),
          set_config('app.current_org_id', p_org::text, true);
end
$$;
revoke all on function enter_context(uuid, uuid) from public;

-- The org that this transaction is in, and the person if there is one; null for whatever has not been signed for it. Each question reads
-- the key, so a function that needs the answer more than once keeps it.
create function verified_context() returns uuid[]
  language plpgsql stable parallel restricted
  as $$
declare
  v_org constant text := current_setting('app.current_org_id', true);
  v_entered constant text := current_setting('app.entered', true);
  v_at constant integer := strpos(v_entered, v_org);
begin
  if length(v_org) = 36 and v_at > 0
     and substr(v_entered, v_at + 72, 64) = context_signature(substr(v_entered, v_at, 72)) then
    return array[v_org::uuid, nullif(rtrim(substr(v_entered, v_at + 36, 36)), '')::uuid];
  end if;
  return null;
end
$$;
revoke all on function verified_context() from public;

create or replace function current_org_id() returns uuid
  language plpgsql stable parallel restricted security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (verified_context())[1];
end
$$;
revoke all on function current_org_id() from public;
grant execute on function current_org_id() to xentri_app;

create or replace function current_user_id() returns uuid
  language plpgsql stable parallel restricted security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  return (verified_context())[2];
end
$$;
revoke all on function current_user_id() from public;
grant execute on function current_user_id() to xentri_app;

-- Every policy there is that believes the setting, so that none is forgotten. The owner's keep it: definer functions alone act as the
-- owner, and each asks current_org_id() or verified_context() first, once; after that the setting is as good, and costs nothing.
do $$
declare
  v_policy record;
  v_org constant text := '( SELECT (NULLIF(current_setting(''app.current_org_id''::text, true), ''''::text))::uuid AS "nullif")';
  v_user constant text := '( SELECT (NULLIF(current_setting(''app.current_user_id''::text, true), ''''::text))::uuid AS "nullif")';
begin
  for v_policy in
    select p.tablename, p.policyname, p.qual, p.with_check, 'xentri_owner' = any (p.roles) as is_owners
      from pg_policies p
     where p.schemaname = 'public' and 'xentri_app' = any (p.roles) and concat(p.qual, p.with_check) like '%current_setting%'
     order by p.tablename, p.policyname
  loop
    if v_policy.is_owners then
      execute format('create policy definer on %I to xentri_owner using (%s) with check (%s)',
                     v_policy.tablename, v_policy.qual, v_policy.with_check);
      execute format('alter policy %I on %I to xentri_app', v_policy.policyname, v_policy.tablename);
    end if;
    execute format('alter policy %I on %I', v_policy.policyname, v_policy.tablename)
      || coalesce(' using (' || replace(replace(v_policy.qual, v_org, '(select current_org_id())'), v_user, '(select current_user_id())') || ')', '')
      || coalesce(' with check (' || replace(replace(v_policy.with_check, v_org, '(select current_org_id())'), v_user, '(select current_user_id())') || ')', '');
  end loop;
  if exists (select from pg_policies p
              where p.schemaname = 'public' and p.roles <> '{xentri_owner}' and concat(p.qual, p.with_check) like '%current_setting%') then
    raise exception 'a policy still believes a setting';
  end if;
end
$$;

-- Those that enter an org: as they were, but signing it.

create or replace function enter_org(p_clerk_user text, p_clerk_org text, p_org uuid, p_session text, p_trace text)
  returns table (org_id uuid, user_id uuid, role text)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_user uuid;
  v_org uuid;
  v_role text;
begin
  if p_session is not null and exists (select 1 from ended_sessions s where s.clerk_session_id = p_session) then
    raise exception 'session ended' using errcode = 'XE401';
  end if;
  select m.user_id, m.org_id, m.role into v_user, v_org, v_role
    from users u
    join memberships m on m.user_id = u.id
    join organizations o on o.id = m.org_id and o.deleted_at is null
   where u.clerk_user_id = p_clerk_user
     and u.deleted_at is null
     and (p_org is null or o.id = p_org)
     and (p_org is not null or p_clerk_org is null or o.clerk_org_id = p_clerk_org)
   order by m.created_at, m.id
   limit 1;
  if v_org is null then
    raise exception 'not a member' using errcode = 'XE403';
  end if;
  perform enter_context(v_org, v_user),
          set_config('app.trace_id', coalesce(p_trace, ''), true),
          set_config('lock_timeout', '10s', true),
          set_config('statement_timeout', '20s', true);
  return query select v_org, v_user, v_role;
end
$$;

create or replace function enter_org_as_job(p_org uuid, p_trace text) returns uuid
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select 1 from organizations o where o.id = p_org) then
    raise exception 'no such org' using errcode = 'XE403';
  end if;
  perform enter_context(p_org, null),
          set_config('app.trace_id', coalesce(p_trace, ''), true),
          set_config('lock_timeout', '10s', true),
          set_config('statement_timeout', '20s', true);
  return p_org;
end
$$;

create or replace function enter_workspace(p_clerk_user text)
  returns table (org_id uuid, user_id uuid, role text)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_org uuid;
  v_user uuid;
  v_role text;
begin
  select m.org_id, m.user_id, m.role into v_org, v_user, v_role
    from users u
    join memberships m on m.user_id = u.id
    join organizations o on o.id = m.org_id and o.deleted_at is null
   where u.clerk_user_id = p_clerk_user and u.deleted_at is null
   order by m.created_at, m.id
   limit 1;
  if v_org is null then
    return;
  end if;
  perform enter_context(v_org, v_user);
  return query select v_org, v_user, v_role;
end
$$;

create or replace function take_in_membership_deletion(p_clerk_membership text, p_clerk_user text, p_clerk_org text)
  returns table (org_id uuid, user_id uuid, role text)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_org uuid;
  v_user uuid;
  v_role text;
begin
  perform note_deletion(p_clerk_membership);
  delete from memberships m using users u, organizations o
   where m.user_id = u.id and m.org_id = o.id
     and (m.clerk_membership_id = p_clerk_membership
          or (m.clerk_membership_id is null and u.clerk_user_id = p_clerk_user and o.clerk_org_id = p_clerk_org))
     and u.clerk_user_id = coalesce(p_clerk_user, u.clerk_user_id) and o.clerk_org_id = coalesce(p_clerk_org, o.clerk_org_id)
   returning m.org_id, m.user_id, m.role into v_org, v_user, v_role;
  if v_org is null then
    return;
  end if;
  perform enter_context(v_org, null);
  return query select v_org, v_user, v_role;
end
$$;

create or replace function join_org(
    p_clerk_user text, p_email text, p_name text, p_avatar text, p_user_at timestamptz,
    p_clerk_org text, p_org_name text, p_slug text, p_org_at timestamptz, p_made_for text,
    p_clerk_membership text, p_role text, p_membership_at timestamptz)
  returns table (org_id uuid, user_id uuid, role text, user_is_new boolean, org_is_new boolean, member_is_new boolean)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_user uuid;
  v_org uuid;
  v_role text;
  v_user_is_new boolean := false;
  v_org_is_new boolean := false;
  v_member_is_new boolean := false;
begin
  -- Whoever deletes one of them at this very moment has noted it before we look, or waits for us and finds what we make.
  perform pg_advisory_xact_lock(hashtextextended(p_clerk_user, 0));
  perform pg_advisory_xact_lock(hashtextextended(p_clerk_org, 0));
  if p_clerk_membership is not null then
    perform pg_advisory_xact_lock(hashtextextended(p_clerk_membership, 0));
  end if;
  if exists (select 1 from clerk_deletions d where d.clerk_id in (p_clerk_user, p_clerk_org, p_clerk_membership)) then
    return;
  end if;

  -- The locks above let nobody else make either of them meanwhile.
  select u.id into v_user from users u where u.clerk_user_id = p_clerk_user;
  if v_user is null and p_email is not null then
    insert into users (clerk_user_id, email, name, avatar_url, clerk_updated_at)
      values (p_clerk_user, p_email, coalesce(p_name, ''), p_avatar, p_user_at) returning id into v_user;
    v_user_is_new := true;
  end if;
  if v_user is null or exists (select 1 from users u where u.id = v_user and u.deleted_at is not null) then
    return;
  end if;

  select o.id into v_org from organizations o where o.clerk_org_id = p_clerk_org and o.deleted_at is null;
  if v_org is null then
    -- add_org may make it meanwhile.
    insert into organizations (clerk_org_id, name, slug, clerk_updated_at, made_for)
      values (p_clerk_org, p_org_name, free_slug(p_slug), p_org_at, p_made_for)
      on conflict (clerk_org_id) do nothing returning id into v_org;
    v_org_is_new := v_org is not null;
    if v_org is null then
      select o.id into v_org from organizations o where o.clerk_org_id = p_clerk_org and o.deleted_at is null;
    end if;
  end if;
  if v_org is null then
    return;
  end if;
  update organizations o set made_for = p_made_for where o.id = v_org and o.made_for is null and p_made_for is not null;

  insert into memberships (org_id, user_id, clerk_membership_id, role, clerk_updated_at)
    values (v_org, v_user, p_clerk_membership, p_role, p_membership_at)
    on conflict (org_id, user_id) do nothing returning role into v_role;
  v_member_is_new := v_role is not null;
  if not v_member_is_new then
    perform take_in_role(p_clerk_membership, p_clerk_user, p_clerk_org, p_role, p_membership_at);
    select m.role into v_role from memberships m where m.org_id = v_org and m.user_id = v_user;
  end if;

  perform enter_context(v_org, v_user);
  return query select v_org, v_user, v_role, v_user_is_new, v_org_is_new, v_member_is_new;
end
$$;

create or replace function add_org(
    p_clerk_org text, p_name text, p_slug text, p_at timestamptz, p_made_for text, p_clerk_membership text, p_membership_at timestamptz)
  returns table (org_id uuid, slug text, created_at timestamptz)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_user uuid := current_user_id();
  v_org uuid;
begin
  if v_user is null then
    raise exception 'no person' using errcode = 'XE403';
  end if;
  insert into organizations (clerk_org_id, name, slug, clerk_updated_at, made_for)
    values (p_clerk_org, p_name, free_slug(p_slug), p_at, p_made_for)
    on conflict (clerk_org_id) do nothing;
  select o.id into v_org from organizations o
   where o.clerk_org_id = p_clerk_org and o.deleted_at is null
     and (exists (select 1 from memberships m where m.org_id = o.id and m.user_id = v_user)
          or not exists (select 1 from memberships m where m.org_id = o.id));
  if v_org is null then
    return;
  end if;
  update organizations o set made_for = p_made_for where o.id = v_org and o.made_for is null;
  insert into memberships (org_id, user_id, clerk_membership_id, role, clerk_updated_at)
    values (v_org, v_user, p_clerk_membership, 'owner', p_membership_at)
    on conflict (org_id, user_id) do nothing;
  perform enter_context(v_org, v_user);
  return query select o.id, o.slug, o.created_at from organizations o where o.id = v_org;
end
$$;

-- Answers to requests that may be sent twice: read and kept by definer functions, which know the person, so that nobody needs a right to
-- the table itself. What they work on is held to the org that they have asked for.
create policy definer on idempotency_keys to xentri_owner
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));

create or replace function claim_idempotency_key(
    p_route text, p_key text, p_fingerprint text,
    out outcome text, out status integer, out headers text, out body text)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_context constant uuid[] := verified_context();
  v_org constant uuid := v_context[1];
  v_user constant uuid := v_context[2];
  v_expired boolean;
begin
  if v_user is null then
    raise exception 'no person' using errcode = 'XE403';
  end if;
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

create or replace function keep_answer(
    p_user uuid, p_route text, p_key text, p_fingerprint text, p_status integer, p_headers text, p_body text, p_rest text) returns void
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_context constant uuid[] := verified_context();
  v_org constant uuid := v_context[1];
  v_body text := p_body;
begin
  if v_context[2] is distinct from p_user or p_user is null then
    raise exception 'another person''s answer' using errcode = 'XE403';
  end if;
  if p_rest is not null then
    select p_body || h.last_seq || p_rest into strict v_body from event_heads h where h.org_id = v_org;
  end if;
  insert into idempotency_keys (org_id, user_id, route, key, fingerprint, status, headers, body)
    values (v_org, p_user, p_route, p_key, p_fingerprint, p_status, p_headers, v_body);
end
$$;

-- Whether an event has been committed, for a writer whose connection said neither yes nor no: its place, or none. Outside any org, by two
-- ids that only its writer and its readers know.
create function place_of_event(p_org uuid, p_event uuid) returns bigint
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform set_config('app.current_org_id', p_org::text, true);
  return (select e.org_seq from system_events e where e.org_id = p_org and e.id = p_event);
end
$$;
revoke all on function place_of_event(uuid, uuid) from public;
grant execute on function place_of_event(uuid, uuid) to xentri_app;

-- Asked once a statement, and not once a row.

create or replace function is_sign_up_session(p_session text) returns boolean
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  update users u set sign_up_session_id = p_session
   where u.id = (select current_user_id()) and u.sign_up_session_id is null and u.created_at > now() - interval '1 hour';
  select coalesce((select u.sign_up_session_id = p_session from users u where u.id = (select current_user_id())), false);
$$;

create or replace function my_orgs(p_after_at timestamptz, p_after uuid, p_limit integer)
  returns table (id uuid, name text, slug text, role text, created_at timestamptz, membership_id uuid, joined_at timestamptz)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select o.id, o.name, o.slug, m.role, o.created_at, m.id, m.created_at
    from memberships m
    join organizations o on o.id = m.org_id and o.deleted_at is null
   where m.user_id = (select current_user_id())
     and (p_after_at is null or (m.created_at, m.id) > (p_after_at, p_after))
   order by m.created_at, m.id
   limit least(p_limit, 101)
$$;
