-- The provider's messages come late, twice, in any order and with parts missing. What is absent or unusable arrives here as null and
-- keeps what we have; what is older than what we know changes no column; a membership's id decides which of a person's memberships in
-- an org a message is about.

-- Of which attempt an org is the result: an attempt that is made again finds it by this.
alter table organizations add column made_for text;
create index organizations_by_attempt on organizations (made_for) where made_for is not null;
create index memberships_by_providers_id on memberships (clerk_membership_id);

-- A time that the provider cannot mean: taken at its word it would shut out every later message.
create function is_provider_time(p_at timestamptz) returns boolean
  language sql stable
  set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce(p_at > '2000-01-01T00:00Z' and p_at < now() + interval '1 day', false) $$;
revoke all on function is_provider_time(timestamptz) from public;

-- What we have of those whom a message is about, before the provider is asked and a transaction opened for it. Whatever is deleted
-- counts as known: there is nothing to ask about it.
create function knowledge_of(p_message text, p_clerk_user text, p_clerk_org text)
  returns table (message boolean, person boolean, org boolean, member boolean)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select exists (select 1 from clerk_messages m where m.svix_id = p_message),
         exists (select 1 from users u where u.clerk_user_id = p_clerk_user)
           or exists (select 1 from clerk_deletions d where d.clerk_id = p_clerk_user),
         exists (select 1 from organizations o where o.clerk_org_id = p_clerk_org)
           or exists (select 1 from clerk_deletions d where d.clerk_id = p_clerk_org),
         exists (select 1 from memberships m
                   join users u on u.id = m.user_id
                   join organizations o on o.id = m.org_id
                  where u.clerk_user_id = p_clerk_user and o.clerk_org_id = p_clerk_org)
$$;
revoke all on function knowledge_of(text, text, text) from public;
grant execute on function knowledge_of(text, text, text) to xentri_app;

drop function take_in_user(text, text, text, text, timestamptz);
create function take_in_user(
    p_clerk_user text, p_email text, p_name text, p_avatar text, p_avatar_is_told boolean, p_at timestamptz)
  returns table (org_id uuid, user_id uuid, fields text[])
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_old users%rowtype;
  v_email text;
  v_name text;
  v_avatar text;
  v_fields text[];
  v_org uuid;
begin
  select u.* into v_old from users u where u.clerk_user_id = p_clerk_user and u.deleted_at is null for update;
  if v_old.id is null or not is_provider_time(p_at) or v_old.clerk_updated_at >= p_at then
    return;
  end if;
  v_email := coalesce(p_email, v_old.email);
  v_name := coalesce(p_name, v_old.name);
  v_avatar := case when v_old.avatar_is_own or not p_avatar_is_told then v_old.avatar_url else p_avatar end;
  v_fields := array_remove(array[
    case when v_old.email <> v_email then 'email' end,
    case when v_old.name <> v_name then 'name' end,
    case when v_old.avatar_url is distinct from v_avatar then 'avatar_url' end], null);
  update users u
     set email = v_email, name = v_name, avatar_url = v_avatar, clerk_updated_at = p_at,
         version = u.version + case when cardinality(v_fields) > 0 then 1 else 0 end, updated_at = now()
   where u.id = v_old.id;
  select w.org_id into v_org from enter_workspace(p_clerk_user) w;
  if v_org is not null and cardinality(v_fields) > 0 then
    return query select v_org, v_old.id, v_fields;
  end if;
end
$$;
revoke all on function take_in_user(text, text, text, text, boolean, timestamptz) from public;
grant execute on function take_in_user(text, text, text, text, boolean, timestamptz) to xentri_app;

-- What is dead stays dead for longer than any message of the provider can be late; after that nothing needs the note.
create function note_deletion(p_clerk_id text) returns void
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select pg_advisory_xact_lock(hashtextextended(p_clerk_id, 0));
  insert into clerk_deletions (clerk_id) values (p_clerk_id) on conflict do nothing;
  delete from clerk_deletions where clerk_id in (
    select d.clerk_id from clerk_deletions d where d.deleted_at < now() - interval '90 days'
     order by d.deleted_at limit 20 for update skip locked);
$$;
revoke all on function note_deletion(text) from public;
create index clerk_deletions_by_age on clerk_deletions (deleted_at);

-- The provider has deleted a person: they are out at once. The row stays for what refers to it, with nothing of them in it.
create or replace function take_in_user_deletion(p_clerk_user text) returns void
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select note_deletion(p_clerk_user);
  update users u
     set email = 'deleted', name = '', avatar_url = null, avatar_is_own = false, sign_up_session_id = null,
         deleted_at = coalesce(u.deleted_at, now()), version = u.version + 1, updated_at = now()
   where u.clerk_user_id = p_clerk_user and (u.deleted_at is null or u.email <> 'deleted');
$$;

-- Whether we have this org; renames it if the provider knows a newer name.
create or replace function take_in_org(p_clerk_org text, p_name text, p_at timestamptz) returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update organizations o
     set version = o.version + case when o.name <> p_name then 1 else 0 end,
         name = coalesce(p_name, o.name), clerk_updated_at = p_at, updated_at = now()
   where o.clerk_org_id = p_clerk_org and is_provider_time(p_at) and (o.clerk_updated_at is null or o.clerk_updated_at < p_at);
  return found;
end
$$;

create or replace function take_in_org_deletion(p_clerk_org text) returns void
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select note_deletion(p_clerk_org);
  update organizations o set deleted_at = now(), updated_at = now() where o.clerk_org_id = p_clerk_org and o.deleted_at is null;
$$;

-- A membership's role as the provider has it now; whether that changed anything here. An owner stays owner as long as the provider calls
-- them admin. A person who has left and come back has another membership of the same org: the newer one counts, and the provider makes
-- it after everything that it has to say about the older one.
create or replace function take_in_role(p_clerk_membership text, p_clerk_user text, p_clerk_org text, p_role text, p_at timestamptz)
  returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update memberships m
     set role = case when p_role is null or (m.role = 'owner' and p_role = 'admin') then m.role else p_role end,
         clerk_membership_id = p_clerk_membership, clerk_updated_at = p_at, updated_at = now()
    from users u, organizations o
   where u.clerk_user_id = p_clerk_user and o.clerk_org_id = p_clerk_org and m.user_id = u.id and m.org_id = o.id
     and is_provider_time(p_at) and (m.clerk_updated_at is null or m.clerk_updated_at < p_at)
     and not exists (select 1 from clerk_deletions d where d.clerk_id = p_clerk_membership);
  return found;
end
$$;

-- Ends the membership with exactly this id and enters its org so that it can be told; no row if there was none. One whose id we never
-- learned is told by its person and its org.
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
  perform set_config('app.current_org_id', v_org::text, true), set_config('app.current_user_id', '', true);
  return query select v_org, v_user, v_role;
end
$$;

-- Which of the memberships that the provider lists for a person are not here as it has them.
create function stale_memberships(p_clerk_user text, p_memberships text[], p_ats timestamptz[]) returns setof text
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select told.id
    from unnest(p_memberships, p_ats) as told (id, at)
   where not exists (select 1 from clerk_deletions d where d.clerk_id = told.id)
     and not exists (select 1 from memberships m
                       join users u on u.id = m.user_id
                      where u.clerk_user_id = p_clerk_user and m.clerk_membership_id = told.id and m.clerk_updated_at >= told.at)
$$;
revoke all on function stale_memberships(text, text[], timestamptz[]) from public;
grant execute on function stale_memberships(text, text[], timestamptz[]) to xentri_app;

-- Makes a person, an org and the membership between them exist, whichever of them are already there, and enters the org.
-- No row: the provider has deleted one of them. Callers have verified with the provider that the membership is real.
drop function join_org(text, text, text, text, timestamptz, text, text, text, timestamptz, text, text, timestamptz);
create function join_org(
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

  perform set_config('app.current_org_id', v_org::text, true), set_config('app.current_user_id', v_user::text, true);
  return query select v_org, v_user, v_role, v_user_is_new, v_org_is_new, v_member_is_new;
end
$$;
revoke all on function join_org(text, text, text, text, timestamptz, text, text, text, timestamptz, text, text, text, timestamptz) from public;
grant execute on function join_org(text, text, text, text, timestamptz, text, text, text, timestamptz, text, text, text, timestamptz) to xentri_app;

-- Another org for the person in this transaction, who owns it; enters it. If the provider's own message about it was faster, it is there
-- already, and this finds it. No row: it has been deleted, or others are in it already, and it is not this person's to add.
drop function add_org(text, text, text, timestamptz);
create function add_org(
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
  perform set_config('app.current_org_id', v_org::text, true);
  return query select o.id, o.slug, o.created_at from organizations o where o.id = v_org;
end
$$;
revoke all on function add_org(text, text, text, timestamptz, text, text, timestamptz) from public;
grant execute on function add_org(text, text, text, timestamptz, text, text, timestamptz) to xentri_app;

-- The org that an attempt of this person has made, if they are in it.
create function org_made_for(p_clerk_user text, p_made_for text)
  returns table (id uuid, name text, slug text, role text, created_at timestamptz)
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select o.id, o.name, o.slug, m.role, o.created_at
    from organizations o
    join memberships m on m.org_id = o.id
    join users u on u.id = m.user_id and u.deleted_at is null
   where o.made_for = p_made_for and u.clerk_user_id = p_clerk_user and o.deleted_at is null
   order by o.created_at desc, o.id
   limit 1
$$;
revoke all on function org_made_for(text, text) from public;
grant execute on function org_made_for(text, text) to xentri_app;

-- People whom the provider deleted before this: nothing of them stays.
update users set email = 'deleted', name = '', avatar_url = null, avatar_is_own = false, sign_up_session_id = null
 where deleted_at is not null;
