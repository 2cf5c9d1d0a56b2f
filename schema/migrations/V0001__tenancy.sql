-- Tenancy: organizations, the people in them, and the one door through which a transaction enters an org.
-- The roles xentri_owner, xentri_app and xentri_relay are infrastructure and exist before this runs (as xentri_owner).

revoke all on schema public from public;
grant usage on schema public to xentri_app, xentri_relay;

-- After COMMIT a pooled session reads '' instead of NULL from a transaction-local setting, hence nullif.
create function current_org_id() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.current_org_id', true), '')::uuid $$;

create function current_user_id() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.current_user_id', true), '')::uuid $$;

create table organizations (
  id uuid not null default gen_random_uuid(),
  org_id uuid not null generated always as (id) stored,
  clerk_org_id text not null,
  name text not null,
  slug text not null,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint organizations_pkey primary key (id),
  constraint organizations_clerk_org_is_known_once unique (clerk_org_id),
  constraint organizations_name_is_1_to_120_characters check (char_length(name) between 1 and 120),
  constraint organizations_slug_is_lower_kebab check (slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
  constraint organizations_version_is_positive check (version > 0)
);
create unique index organizations_live_slug_is_unique on organizations (slug) where deleted_at is null;
alter table organizations enable row level security;
alter table organizations force row level security;
create policy tenant on organizations to xentri_app
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
-- The owner runs the definer functions below, which look an org up before there is a context.
create policy definer on organizations to xentri_owner using (true) with check (true);
grant select on organizations to xentri_app;
grant update (name, version, updated_at) on organizations to xentri_app;

-- A person may belong to several orgs, so this table has no org_id: its policies go through memberships.
create table users (
  id uuid not null default gen_random_uuid(),
  clerk_user_id text not null,
  email text not null,
  name text not null default '',
  avatar_url text,
  theme text not null default 'system',
  clerk_updated_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint users_pkey primary key (id),
  constraint users_clerk_user_is_known_once unique (clerk_user_id),
  constraint users_email_is_1_to_254_characters check (char_length(email) between 1 and 254),
  constraint users_name_is_at_most_120_characters check (char_length(name) <= 120),
  constraint users_avatar_is_an_https_or_local_url check (avatar_url is null or avatar_url ~ '^(https://|/)' and char_length(avatar_url) <= 2048),
  constraint users_theme_is_known check (theme in ('dark', 'light', 'system')),
  constraint users_version_is_positive check (version > 0)
);

create table memberships (
  org_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  clerk_membership_id text,
  role text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint memberships_pkey primary key (org_id, id),
  constraint memberships_user_joins_an_org_once unique (org_id, user_id),
  constraint memberships_org_exists foreign key (org_id) references organizations (id) on delete cascade,
  constraint memberships_user_exists foreign key (user_id) references users (id) on delete cascade,
  constraint memberships_role_is_known check (role in ('owner', 'admin', 'member'))
);
create index memberships_of_a_user on memberships (user_id, created_at);
alter table memberships enable row level security;
alter table memberships force row level security;
create policy tenant on memberships to xentri_app
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
create policy definer on memberships to xentri_owner using (true) with check (true);
grant select on memberships to xentri_app;

alter table users enable row level security;
alter table users force row level security;
-- One sees the people of the current org; one changes only oneself, and only inside an org.
create policy tenant_read on users for select to xentri_app
  using (exists (select 1 from memberships m
                  where m.user_id = users.id
                    and m.org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid)));
create policy tenant_change on users for update to xentri_app
  using (id = (select nullif(current_setting('app.current_user_id', true), '')::uuid)
         and (select nullif(current_setting('app.current_org_id', true), '')::uuid) is not null)
  with check (id = (select nullif(current_setting('app.current_user_id', true), '')::uuid)
         and (select nullif(current_setting('app.current_org_id', true), '')::uuid) is not null);
create policy definer on users to xentri_owner using (true) with check (true);
grant select (id, clerk_user_id, email, name, avatar_url, theme, version, created_at, updated_at) on users to xentri_app;
grant update (name, avatar_url, theme, version, updated_at) on users to xentri_app;

-- Sessions that Clerk has ended: ours end at once, although a token of theirs may still be within its life.
create table ended_sessions (
  clerk_session_id text not null,
  ended_at timestamptz not null default now(),
  constraint ended_sessions_pkey primary key (clerk_session_id)
);
alter table ended_sessions enable row level security;
alter table ended_sessions force row level security;
create policy definer on ended_sessions to xentri_owner using (true) with check (true);

-- Definer functions pin their search_path and name pg_temp last: left out, it comes first, and a temporary table of the caller's could
-- stand in for one of ours.
-- The only way into an org for a person. Checks the person, the session and the membership, and sets the context for this transaction.
-- p_org (x-org-id) wins over the token's org, which wins over the oldest membership; each only among the caller's memberships.
create function enter_org(p_clerk_user text, p_clerk_org text, p_org uuid, p_session text, p_trace text)
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
  perform set_config('app.current_org_id', v_org::text, true),
          set_config('app.current_user_id', v_user::text, true),
          set_config('app.trace_id', coalesce(p_trace, ''), true),
          set_config('lock_timeout', '10s', true),
          set_config('statement_timeout', '20s', true);
  return query select v_org, v_user, v_role;
end
$$;
revoke all on function enter_org(text, text, uuid, text, text) from public;
grant execute on function enter_org(text, text, uuid, text, text) to xentri_app;

-- For work that an event starts: the org comes from the event's envelope, there is no person.
create function enter_org_as_job(p_org uuid, p_trace text) returns uuid
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select 1 from organizations o where o.id = p_org) then
    raise exception 'no such org' using errcode = 'XE403';
  end if;
  perform set_config('app.current_org_id', p_org::text, true),
          set_config('app.current_user_id', '', true),
          set_config('app.trace_id', coalesce(p_trace, ''), true),
          set_config('lock_timeout', '10s', true),
          set_config('statement_timeout', '20s', true);
  return p_org;
end
$$;
revoke all on function enter_org_as_job(uuid, text) from public;
grant execute on function enter_org_as_job(uuid, text) to xentri_app;

create table idempotency_keys (
  org_id uuid not null,
  id uuid not null default gen_random_uuid(),
  key text not null,
  fingerprint bytea not null,
  status integer,
  headers text,
  body text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '24 hours',
  constraint idempotency_keys_pkey primary key (org_id, id),
  constraint idempotency_keys_key_is_used_once unique (org_id, key),
  constraint idempotency_keys_org_exists foreign key (org_id) references organizations (id) on delete cascade,
  constraint idempotency_keys_key_is_1_to_255_characters check (char_length(key) between 1 and 255)
);
create index idempotency_keys_by_expiry on idempotency_keys (org_id, expires_at);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy tenant on idempotency_keys to xentri_app, xentri_owner
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
grant select, delete on idempotency_keys to xentri_app;
grant insert (org_id, key, fingerprint) on idempotency_keys to xentri_app;
grant update (status, headers, body, updated_at) on idempotency_keys to xentri_app;

-- Claims a key for this transaction. A second caller waits on the unique index until the first one ends, and then gets its answer
-- (or, if the first was refused, the key); one that waits longer than lock_timeout is told that the first is still in flight.
create function claim_idempotency_key(p_key text, p_fingerprint bytea)
  returns table (outcome text, status integer, headers text, body text)
  language plpgsql volatile
  as $$
#variable_conflict use_column
declare
  v_org uuid := current_org_id();
  v_rows integer;
begin
  delete from idempotency_keys k where k.org_id = v_org and k.key = p_key and k.expires_at <= now();
  insert into idempotency_keys (org_id, key, fingerprint) values (v_org, p_key, p_fingerprint)
    on conflict (org_id, key) do nothing;
  get diagnostics v_rows = row_count;
  if v_rows = 1 then
    return query select 'claimed', null::integer, null::text, null::text;
  else
    return query select case when k.fingerprint = p_fingerprint then 'replay' else 'reused' end, k.status, k.headers, k.body
                   from idempotency_keys k where k.org_id = v_org and k.key = p_key;
  end if;
end
$$;
revoke all on function claim_idempotency_key(text, bytea) from public;
grant execute on function claim_idempotency_key(text, bytea) to xentri_app;

-- Stores the answer beside the effect and drops a few keys that have expired, so that the table needs no sweeper.
create function complete_idempotency_key(p_key text, p_status integer, p_headers text, p_body text) returns void
  language sql volatile
  as $$
  update idempotency_keys set status = p_status, headers = p_headers, body = p_body, updated_at = now()
   where org_id = current_org_id() and key = p_key;
  delete from idempotency_keys where (org_id, id) in (
    select org_id, id from idempotency_keys where org_id = current_org_id() and expires_at <= now()
     order by expires_at limit 20 for update skip locked);
$$;
revoke all on function complete_idempotency_key(text, integer, text, text) from public;
grant execute on function complete_idempotency_key(text, integer, text, text) to xentri_app;
