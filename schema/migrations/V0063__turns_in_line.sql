-- Who waits for a turn looked again and again, ever more seldom, and whoever came by when it was free had it: newcomers, who look first,
-- overtook whoever had waited until their patience was over. Now those who wait stand in a line. A place in it is a row that says until when
-- whoever has it will have looked again: who left, found what they wanted or died is passed over from then on.
create table provider_waits (
  clerk_user_id text not null,
  holder uuid not null,
  since timestamptz not null,
  looks_again_by timestamptz not null,
  constraint provider_waits_pkey primary key (clerk_user_id, holder)
);
alter table provider_waits enable row level security;
alter table provider_waits force row level security;
create policy definer on provider_waits to xentri_owner using (true) with check (true);
create index provider_waits_by_look on provider_waits (looks_again_by);

-- 0: this caller has the turn now. Else their place in line, 1 for who is next, and they look again after so many pauses, or after the
-- longest one. The time is the database's, at the statement and not at the beginning of its transaction, which may have waited.
-- Who comes while another's first look has not been committed may stand before them: that is a moment, and nobody waits for a lock on the line.
-- The turn is locked first, then the caller's own place, then only what nobody else has locked: so nobody waits in a circle.
-- take_turn(text, uuid) stays for functions that were deployed before this one; they overtake the line as ever.
create function take_turn_in_line(p_clerk_user text, p_holder uuid, p_pause_ms integer, p_longest_ms integer) returns integer
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_now timestamptz := clock_timestamp();
  v_since timestamptz;
  v_place integer;
begin
  select w.since into v_since from provider_waits w where w.clerk_user_id = p_clerk_user and w.holder = p_holder;
  v_since := coalesce(v_since, v_now);
  select 1 + count(*) into v_place from provider_waits w
   where w.clerk_user_id = p_clerk_user and w.looks_again_by >= v_now and (w.since, w.holder) < (v_since, p_holder);
  -- It may be the caller's own already: the answer to the look that took it was lost.
  if v_place = 1 or exists (select 1 from provider_turns t
                             where t.clerk_user_id = p_clerk_user and t.holder = p_holder and t.ends_at >= v_now) then
    insert into provider_turns as t (clerk_user_id, holder, ends_at) values (p_clerk_user, p_holder, v_now + interval '15 seconds')
      on conflict (clerk_user_id) do update set holder = excluded.holder, ends_at = excluded.ends_at
        where t.ends_at < v_now or t.holder = excluded.holder;
    if found then
      v_place := 0;
    end if;
  end if;
  if v_place = 0 then
    delete from provider_waits where clerk_user_id = p_clerk_user and holder = p_holder;
  else
    -- Half a second more than the pause is for the way here.
    insert into provider_waits as w (clerk_user_id, holder, since, looks_again_by)
      values (p_clerk_user, p_holder, v_since,
              v_now + least(v_place::bigint * p_pause_ms, p_longest_ms) * interval '1 millisecond' + interval '500 milliseconds')
      on conflict (clerk_user_id, holder) do update set looks_again_by = excluded.looks_again_by;
  end if;
  delete from provider_turns where clerk_user_id in (
    select t.clerk_user_id from provider_turns t where t.ends_at < v_now - interval '1 hour'
     order by t.ends_at limit 20 for update skip locked);
  delete from provider_waits where (clerk_user_id, holder) in (
    select w.clerk_user_id, w.holder from provider_waits w where w.looks_again_by < v_now - interval '1 hour'
     order by w.looks_again_by limit 20 for update skip locked);
  return v_place;
end
$$;
revoke all on function take_turn_in_line(text, uuid, integer, integer) from public;
grant execute on function take_turn_in_line(text, uuid, integer, integer) to xentri_identity;

-- Whoever found what they wanted gives back their place as others do their turn.
create or replace function give_back_turn(p_clerk_user text, p_holder uuid) returns void
  language sql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
  delete from provider_turns where clerk_user_id = p_clerk_user and holder = p_holder;
  delete from provider_waits where clerk_user_id = p_clerk_user and holder = p_holder;
$$;
