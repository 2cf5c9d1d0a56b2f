-- What is asked of the provider for one person, one caller does at a time. A lock would do that too, but it needs a connection for as long
-- as the provider takes to answer. A turn is a row: it ends when it is given back, or by itself if whoever has it dies.
create table provider_turns (
  clerk_user_id text not null,
  holder uuid not null,
  ends_at timestamptz not null,
  constraint provider_turns_pkey primary key (clerk_user_id)
);
alter table provider_turns enable row level security;
alter table provider_turns force row level security;
create policy definer on provider_turns to xentri_owner using (true) with check (true);
create index provider_turns_by_end on provider_turns (ends_at);

-- Whether this caller has the turn now. A turn lasts as long as Lambda lets a function run; those that nobody gave back go along.
create function take_turn(p_clerk_user text, p_holder uuid) returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_holder uuid;
begin
  delete from provider_turns where clerk_user_id in (
    select t.clerk_user_id from provider_turns t where t.ends_at < now() - interval '1 hour'
     order by t.ends_at limit 20 for update skip locked);
  insert into provider_turns as t (clerk_user_id, holder, ends_at) values (p_clerk_user, p_holder, now() + interval '15 seconds')
    on conflict (clerk_user_id) do update set holder = excluded.holder, ends_at = excluded.ends_at
      where t.ends_at < now()
    returning holder into v_holder;
  return v_holder is not null;
end
$$;
revoke all on function take_turn(text, uuid) from public;
grant execute on function take_turn(text, uuid) to xentri_app;

create function give_back_turn(p_clerk_user text, p_holder uuid) returns void
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ delete from provider_turns where clerk_user_id = p_clerk_user and holder = p_holder $$;
revoke all on function give_back_turn(text, uuid) from public;
grant execute on function give_back_turn(text, uuid) to xentri_app;

-- What a person whom an org does not let in can do: 'deleted', 'none' for somebody in no org at all, else 'member' of others.
create function standing_of(p_clerk_user text) returns text
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  select case
    when exists (select 1 from clerk_deletions d where d.clerk_id = p_clerk_user)
      or exists (select 1 from users u where u.clerk_user_id = p_clerk_user and u.deleted_at is not null) then 'deleted'
    when exists (select 1 from users u
                   join memberships m on m.user_id = u.id
                   join organizations o on o.id = m.org_id and o.deleted_at is null
                  where u.clerk_user_id = p_clerk_user) then 'member'
    else 'none' end
$$;
revoke all on function standing_of(text) from public;
grant execute on function standing_of(text) to xentri_app;

-- Our id of a person who is in no org and whom therefore no other door lets in.
create function person_of(p_clerk_user text) returns uuid
  language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select u.id from users u where u.clerk_user_id = p_clerk_user and u.deleted_at is null $$;
revoke all on function person_of(text) from public;
grant execute on function person_of(text) to xentri_app;

-- A session that ended a month ago cannot come back: its cookie has lived for a week, its tokens for minutes, and the provider would
-- not renew them.
create or replace function end_session(p_session text) returns void
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  insert into ended_sessions (clerk_session_id) values (p_session) on conflict do nothing;
  delete from ended_sessions where clerk_session_id in (
    select s.clerk_session_id from ended_sessions s where s.ended_at < now() - interval '30 days'
     order by s.ended_at limit 20 for update skip locked);
$$;
create index ended_sessions_by_age on ended_sessions (ended_at);
