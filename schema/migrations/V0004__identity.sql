-- Identity: how people and organizations of the identity provider become ours, and stay in step with it.
-- Everything here works before an org is known, so all of it goes through definer functions, each returning the least it can.

alter table organizations add column clerk_updated_at timestamptz;
alter table memberships add column clerk_updated_at timestamptz;
-- The session that signed up: its exchange is no login.
alter table users add column sign_up_session_id text;
-- Whoever changes their name tells the provider too, and notes its time of that change, so that its own message about it, and older
-- ones, change nothing here.
grant select (clerk_updated_at), update (clerk_updated_at) on users to xentri_app;

-- Things that the provider has deleted. Its messages may arrive in any order; what is dead stays dead.
create table clerk_deletions (
  clerk_id text not null,
  deleted_at timestamptz not null default now(),
  constraint clerk_deletions_pkey primary key (clerk_id)
);
alter table clerk_deletions enable row level security;
alter table clerk_deletions force row level security;
create policy definer on clerk_deletions to xentri_owner using (true) with check (true);

-- The provider's messages that have been taken in, each in the transaction of its effect.
create table clerk_messages (
  svix_id text not null,
  received_at timestamptz not null default now(),
  constraint clerk_messages_pkey primary key (svix_id),
  constraint clerk_messages_id_is_1_to_255_characters check (char_length(svix_id) between 1 and 255)
);
create index clerk_messages_by_age on clerk_messages (received_at);
alter table clerk_messages enable row level security;
alter table clerk_messages force row level security;
create policy definer on clerk_messages to xentri_owner using (true) with check (true);

-- Keys of sign-ups and their answers, found before anybody knows which org they are for. Key and fingerprint are keyed digests:
-- the body holds a password, and nothing here may help to guess it.
create table signup_keys (
  key_digest bytea not null,
  fingerprint bytea not null,
  answered_org uuid,
  status integer,
  headers text,
  body text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '24 hours',
  constraint signup_keys_pkey primary key (key_digest),
  constraint signup_keys_org_exists foreign key (answered_org) references organizations (id) on delete cascade,
  constraint signup_keys_answer_is_whole_or_missing check (num_nulls(answered_org, status, headers, body) in (0, 4))
);
create index signup_keys_by_expiry on signup_keys (expires_at);
create index signup_keys_of_an_org on signup_keys (answered_org);
alter table signup_keys enable row level security;
alter table signup_keys force row level security;
create policy definer on signup_keys to xentri_owner using (true) with check (true);

-- Ties a key to a body before anything is done for it: 'claimed' (also while another request with both is under way: doing it
-- twice at once is harmless), 'reused' for another body, 'replay' with the answer.
create function claim_signup_key(p_key bytea, p_fingerprint bytea)
  returns table (outcome text, status integer, headers text, body text)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
begin
  delete from signup_keys k where k.key_digest = p_key and k.expires_at <= now();
  delete from signup_keys where key_digest in (
    select k.key_digest from signup_keys k where k.expires_at <= now() order by k.expires_at limit 20 for update skip locked);
  insert into signup_keys (key_digest, fingerprint) values (p_key, p_fingerprint) on conflict (key_digest) do nothing;
  return query
    select case when k.fingerprint <> p_fingerprint then 'reused' when k.status is null then 'claimed' else 'replay' end,
           case when k.fingerprint = p_fingerprint then k.status end,
           case when k.fingerprint = p_fingerprint then k.headers end,
           case when k.fingerprint = p_fingerprint then k.body end
      from signup_keys k where k.key_digest = p_key;
end
$$;
revoke all on function claim_signup_key(bytea, bytea) from public;
grant execute on function claim_signup_key(bytea, bytea) to xentri_app;

-- Keeps the answer under the org of this transaction. Of two requests under way at once the first wins, and both get its answer.
create function answer_signup_key(p_key bytea, p_fingerprint bytea, p_status integer, p_headers text, p_body text)
  returns table (outcome text, status integer, headers text, body text)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
begin
  insert into signup_keys as k (key_digest, fingerprint, answered_org, status, headers, body)
    values (p_key, p_fingerprint, current_org_id(), p_status, p_headers, p_body)
    on conflict (key_digest) do update
      set answered_org = excluded.answered_org, status = excluded.status, headers = excluded.headers, body = excluded.body, updated_at = now()
      where k.status is null and k.fingerprint = excluded.fingerprint;
  return query select c.outcome, c.status, c.headers, c.body from claim_signup_key(p_key, p_fingerprint) c;
end
$$;
revoke all on function answer_signup_key(bytea, bytea, integer, text, text) from public;
grant execute on function answer_signup_key(bytea, bytea, integer, text, text) to xentri_app;

-- Frees a key whose sign-up was refused, for a corrected attempt.
create function release_signup_key(p_key bytea, p_fingerprint bytea) returns void
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ delete from signup_keys where key_digest = p_key and fingerprint = p_fingerprint and status is null $$;
revoke all on function release_signup_key(bytea, bytea) from public;
grant execute on function release_signup_key(bytea, bytea) to xentri_app;

-- Leads a transaction into the oldest org of a person whom the caller has verified; no row if there is none yet.
create function enter_workspace(p_clerk_user text)
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
  perform set_config('app.current_org_id', v_org::text, true), set_config('app.current_user_id', v_user::text, true);
  return query select v_org, v_user, v_role;
end
$$;
revoke all on function enter_workspace(text) from public;
grant execute on function enter_workspace(text) to xentri_app;

-- A slug that no live org has: the wanted one, or with the first free number after it. The lock makes two who want the same one
-- take turns, so that neither of them fails.
create function free_slug(p_wanted text) returns text
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_slug text := p_wanted;
  v_number integer := 1;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_wanted, 2));
  while exists (select 1 from organizations o where o.slug = v_slug and o.deleted_at is null) loop
    v_number := v_number + 1;
    v_slug := rtrim(left(p_wanted, 56), '-') || '-' || v_number;
  end loop;
  return v_slug;
end
$$;
revoke all on function free_slug(text) from public;

-- Makes a person, an org and the membership between them exist, whichever of them are already there, and enters the org.
-- No row: the provider has deleted one of them. Callers have verified with the provider that the membership is real.
create function join_org(
    p_clerk_user text, p_email text, p_name text, p_avatar text, p_user_at timestamptz,
    p_clerk_org text, p_org_name text, p_slug text, p_org_at timestamptz,
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
  if exists (select 1 from clerk_deletions d where d.clerk_id in (p_clerk_user, p_clerk_org, p_clerk_membership)) then
    return;
  end if;

  insert into users (clerk_user_id, email, name, avatar_url, clerk_updated_at)
    values (p_clerk_user, p_email, p_name, p_avatar, p_user_at)
    on conflict (clerk_user_id) do nothing returning id into v_user;
  v_user_is_new := v_user is not null;
  if v_user is null then
    select u.id into v_user from users u where u.clerk_user_id = p_clerk_user and u.deleted_at is null;
  end if;

  select o.id into v_org from organizations o where o.clerk_org_id = p_clerk_org and o.deleted_at is null;
  if v_org is null then
    insert into organizations (clerk_org_id, name, slug, clerk_updated_at)
      values (p_clerk_org, p_org_name, free_slug(p_slug), p_org_at)
      on conflict (clerk_org_id) do nothing returning id into v_org;
    v_org_is_new := v_org is not null;
    if v_org is null then
      select o.id into v_org from organizations o where o.clerk_org_id = p_clerk_org and o.deleted_at is null;
    end if;
  end if;
  if v_user is null or v_org is null then
    return;
  end if;

  insert into memberships (org_id, user_id, clerk_membership_id, role, clerk_updated_at)
    values (v_org, v_user, p_clerk_membership, p_role, p_membership_at)
    on conflict (org_id, user_id) do nothing returning role into v_role;
  v_member_is_new := v_role is not null;
  if v_role is null then
    update memberships m set clerk_membership_id = coalesce(m.clerk_membership_id, p_clerk_membership)
     where m.org_id = v_org and m.user_id = v_user returning m.role into v_role;
  end if;

  perform set_config('app.current_org_id', v_org::text, true), set_config('app.current_user_id', v_user::text, true);
  return query select v_org, v_user, v_role, v_user_is_new, v_org_is_new, v_member_is_new;
end
$$;
revoke all on function join_org(text, text, text, text, timestamptz, text, text, text, timestamptz, text, text, timestamptz) from public;
grant execute on function join_org(text, text, text, text, timestamptz, text, text, text, timestamptz, text, text, timestamptz) to xentri_app;

-- Another org for the person in this transaction, who owns it; enters it. If the provider's own message about it was faster, it is there
-- already, and this finds it.
create function add_org(p_clerk_org text, p_name text, p_slug text, p_at timestamptz)
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
  insert into organizations (clerk_org_id, name, slug, clerk_updated_at)
    values (p_clerk_org, p_name, free_slug(p_slug), p_at)
    on conflict (clerk_org_id) do nothing;
  select o.id into strict v_org from organizations o where o.clerk_org_id = p_clerk_org;
  insert into memberships (org_id, user_id, role) values (v_org, v_user, 'owner') on conflict (org_id, user_id) do nothing;
  perform set_config('app.current_org_id', v_org::text, true);
  return query select o.id, o.slug, o.created_at from organizations o where o.id = v_org;
end
$$;
revoke all on function add_org(text, text, text, timestamptz) from public;
grant execute on function add_org(text, text, text, timestamptz) to xentri_app;

-- Whether this session is the one that signed up: the first that is exchanged within an hour of the sign-up. The person is the
-- one whom this transaction has entered as.
create function is_sign_up_session(p_session text) returns boolean
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  update users u set sign_up_session_id = p_session
   where u.id = current_user_id() and u.sign_up_session_id is null and u.created_at > now() - interval '1 hour';
  select coalesce((select u.sign_up_session_id = p_session from users u where u.id = current_user_id()), false);
$$;
revoke all on function is_sign_up_session(text) from public;
grant execute on function is_sign_up_session(text) to xentri_app;

create function end_session(p_session text) returns void
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ insert into ended_sessions (clerk_session_id) values (p_session) on conflict do nothing $$;
revoke all on function end_session(text) from public;
grant execute on function end_session(text) to xentri_app;

create function has_session_ended(p_session text) returns boolean
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select 1 from ended_sessions s where s.clerk_session_id = p_session) $$;
revoke all on function has_session_ended(text) from public;
grant execute on function has_session_ended(text) to xentri_app;

-- The orgs of the person whom this transaction has entered as, oldest membership first.
create function my_orgs(p_after_at timestamptz, p_after uuid, p_limit integer)
  returns table (id uuid, name text, slug text, role text, created_at timestamptz, membership_id uuid, joined_at timestamptz)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select o.id, o.name, o.slug, m.role, o.created_at, m.id, m.created_at
    from memberships m
    join organizations o on o.id = m.org_id and o.deleted_at is null
   where m.user_id = current_user_id()
     and (p_after_at is null or (m.created_at, m.id) > (p_after_at, p_after))
   order by m.created_at, m.id
   limit least(p_limit, 101)
$$;
revoke all on function my_orgs(timestamptz, uuid, integer) from public;
grant execute on function my_orgs(timestamptz, uuid, integer) to xentri_app;

-- Takes in one message of the provider; false if it was taken in before. A second delivery waits for the first one's end.
create function take_in_message(p_id text) returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_rows integer;
begin
  insert into clerk_messages (svix_id) values (p_id) on conflict do nothing;
  get diagnostics v_rows = row_count;
  delete from clerk_messages where svix_id in (
    select m.svix_id from clerk_messages m where m.received_at < now() - interval '30 days'
     order by m.received_at limit 20 for update skip locked);
  return v_rows = 1;
end
$$;
revoke all on function take_in_message(text) from public;
grant execute on function take_in_message(text) to xentri_app;

-- A person as the provider knows them now. Answers which of our fields changed, and enters their oldest org so that it can be
-- told; no row if we do not know them, know something newer, or nothing differs. Where the name goes, ours was last set there too;
-- an avatar chosen here stays.
create function take_in_user(p_clerk_user text, p_email text, p_name text, p_avatar text, p_at timestamptz)
  returns table (org_id uuid, user_id uuid, fields text[])
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_old users%rowtype;
  v_fields text[];
  v_org uuid;
begin
  select u.* into v_old from users u where u.clerk_user_id = p_clerk_user and u.deleted_at is null for update;
  if v_old.id is null or v_old.clerk_updated_at >= p_at then
    return;
  end if;
  v_fields := array_remove(array[
    case when v_old.email <> p_email then 'email' end,
    case when v_old.name <> p_name then 'name' end,
    case when v_old.avatar_url is null and p_avatar is not null then 'avatar_url' end], null);
  update users u
     set email = p_email, name = p_name, avatar_url = coalesce(u.avatar_url, p_avatar), clerk_updated_at = p_at,
         version = u.version + case when cardinality(v_fields) > 0 then 1 else 0 end, updated_at = now()
   where u.id = v_old.id;
  select w.org_id into v_org from enter_workspace(p_clerk_user) w;
  if v_org is not null and cardinality(v_fields) > 0 then
    return query select v_org, v_old.id, v_fields;
  end if;
end
$$;
revoke all on function take_in_user(text, text, text, text, timestamptz) from public;
grant execute on function take_in_user(text, text, text, text, timestamptz) to xentri_app;

-- The provider has deleted a person: they are out at once. The row stays for what refers to it.
create function take_in_user_deletion(p_clerk_user text) returns void
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  insert into clerk_deletions (clerk_id) values (p_clerk_user) on conflict do nothing;
  update users u set deleted_at = coalesce(u.deleted_at, now()), updated_at = now() where u.clerk_user_id = p_clerk_user;
$$;
revoke all on function take_in_user_deletion(text) from public;
grant execute on function take_in_user_deletion(text) to xentri_app;

-- Whether we have this org; renames it if the provider knows a newer name.
create function take_in_org(p_clerk_org text, p_name text, p_at timestamptz) returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update organizations o
     set version = o.version + case when o.name <> p_name then 1 else 0 end,
         name = p_name, clerk_updated_at = p_at, updated_at = now()
   where o.clerk_org_id = p_clerk_org and (o.clerk_updated_at is null or o.clerk_updated_at < p_at);
  return exists (select 1 from organizations o where o.clerk_org_id = p_clerk_org)
      or exists (select 1 from clerk_deletions d where d.clerk_id = p_clerk_org);
end
$$;
revoke all on function take_in_org(text, text, timestamptz) from public;
grant execute on function take_in_org(text, text, timestamptz) to xentri_app;

create function take_in_org_deletion(p_clerk_org text) returns void
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  insert into clerk_deletions (clerk_id) values (p_clerk_org) on conflict do nothing;
  update organizations o set deleted_at = coalesce(o.deleted_at, now()), updated_at = now() where o.clerk_org_id = p_clerk_org;
$$;
revoke all on function take_in_org_deletion(text) from public;
grant execute on function take_in_org_deletion(text) to xentri_app;

-- A membership's role as the provider has it now. An owner stays owner as long as the provider calls them admin.
-- False: we do not have this membership.
create function take_in_role(p_clerk_membership text, p_clerk_user text, p_clerk_org text, p_role text, p_at timestamptz) returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_rows integer;
begin
  update memberships m
     set role = case when m.clerk_updated_at >= p_at then m.role
                     when m.role = 'owner' and p_role = 'admin' then 'owner'
                     else p_role end,
         clerk_membership_id = p_clerk_membership, clerk_updated_at = greatest(m.clerk_updated_at, p_at), updated_at = now()
    from users u, organizations o
   where u.clerk_user_id = p_clerk_user and o.clerk_org_id = p_clerk_org and m.user_id = u.id and m.org_id = o.id
     and not exists (select 1 from clerk_deletions d where d.clerk_id = p_clerk_membership);
  get diagnostics v_rows = row_count;
  return v_rows > 0;
end
$$;
revoke all on function take_in_role(text, text, text, text, timestamptz) from public;
grant execute on function take_in_role(text, text, text, text, timestamptz) to xentri_app;

-- Ends a membership and enters its org so that it can be told; no row if there was none.
create function take_in_membership_deletion(p_clerk_membership text, p_clerk_user text, p_clerk_org text)
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
  insert into clerk_deletions (clerk_id) values (p_clerk_membership) on conflict do nothing;
  delete from memberships m using users u, organizations o
   where u.clerk_user_id = p_clerk_user and o.clerk_org_id = p_clerk_org and m.user_id = u.id and m.org_id = o.id
     and (m.clerk_membership_id is null or m.clerk_membership_id = p_clerk_membership)
   returning m.org_id, m.user_id, m.role into v_org, v_user, v_role;
  if v_org is null then
    return;
  end if;
  perform set_config('app.current_org_id', v_org::text, true), set_config('app.current_user_id', '', true);
  return query select v_org, v_user, v_role;
end
$$;
revoke all on function take_in_membership_deletion(text, text, text) from public;
grant execute on function take_in_membership_deletion(text, text, text) to xentri_app;
