-- One relay at a time. It holds a lease, not a lock: behind RDS Proxy there is no session to hold one in, and a relay that is killed or
-- paused must be replaced without anybody's help.
--
-- held_until   until then a relay works, and nobody needs to be woken. A relay renews it at every turn and gives it back when it sees no work.
-- woken_until  until then a relay is on its way: one writer was told to wake it, and the others need not.
-- check_due_at when the streams are next to be compared with the log, and checked_after how far the comparison has got.

create table relay_leases (
  name text not null,
  holder uuid,
  held_until timestamptz not null default '-infinity',
  woken_until timestamptz not null default '-infinity',
  check_due_at timestamptz not null default '-infinity',
  checked_after uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint relay_leases_pkey primary key (name)
);
alter table relay_leases enable row level security;
alter table relay_leases force row level security;
create policy definer on relay_leases to xentri_owner using (true) with check (true);
insert into relay_leases (name) values ('events');

-- For a writer, after its commit (`…; commit; select wake_relay()`) and outside any org: true if it must invoke the relay.
--
-- No wake-up gets lost. A relay that sees no work first commits that it has given the lease back, and then looks once more. A writer first
-- commits its event, and then reads the lease. If the writer still sees it held, the relay's giving back commits after that, and its last
-- look comes later still: it sees the event. If the writer sees it free, it wakes a relay, or somebody else has been told to within the last
-- two seconds; and a relay that takes the lease forgets who was told, so that nobody relies on one that has looked already.
-- Whoever holds the row's lock when we want it is another writer that is being told, or a relay that is just starting: both look later.
-- In busy times this reads one row and writes nothing.
create function wake_relay() returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (select 1 from relay_leases l
                  where l.name = 'events' and l.held_until <= clock_timestamp() and l.woken_until <= clock_timestamp()) then
    return false;
  end if;
  perform 1 from relay_leases l
    where l.name = 'events' and l.held_until <= clock_timestamp() and l.woken_until <= clock_timestamp()
      for update skip locked;
  if not found then
    return false;
  end if;
  update relay_leases l set woken_until = clock_timestamp() + interval '2 seconds' where l.name = 'events';
  return true;
end
$$;
revoke all on function wake_relay() from public;
grant execute on function wake_relay() to xentri_app;

-- For a relay that starts: false if another one works. p_sweep has the streams compared with the log soon, by whoever works then.
create function take_relay_lease(p_holder uuid, p_sweep boolean) returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if p_sweep then
    update relay_leases l set check_due_at = least(l.check_due_at, clock_timestamp()) where l.name = 'events';
  end if;
  update relay_leases l
     set holder = p_holder, held_until = clock_timestamp() + interval '4 seconds', woken_until = '-infinity', updated_at = clock_timestamp()
   where l.name = 'events' and (l.held_until <= clock_timestamp() or l.holder = p_holder);
  return found;
end
$$;
revoke all on function take_relay_lease(uuid, boolean) from public;
grant execute on function take_relay_lease(uuid, boolean) to xentri_relay;

-- For a relay at each of its turns: whether the lease is still its own, whether streams are to be compared, and after which org.
-- Renewed once a second at most, so that most turns write nothing. One that has expired and that nobody took goes on.
create function keep_relay_lease(p_holder uuid) returns table (held boolean, check_due boolean, checked_after uuid)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
begin
  update relay_leases l set held_until = clock_timestamp() + interval '4 seconds'
   where l.name = 'events' and l.holder = p_holder and l.held_until < clock_timestamp() + interval '3 seconds';
  return query select l.holder is not distinct from p_holder, l.check_due_at <= clock_timestamp(), l.checked_after
                 from relay_leases l where l.name = 'events';
end
$$;
revoke all on function keep_relay_lease(uuid) from public;
grant execute on function keep_relay_lease(uuid) to xentri_relay;

-- For a relay that ends. p_successor: it is about to wake the next one itself, because there is work left and its time is over.
create function release_relay_lease(p_holder uuid, p_successor boolean) returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update relay_leases l
     set holder = null, held_until = '-infinity', updated_at = clock_timestamp(),
         woken_until = case when p_successor then clock_timestamp() + interval '2 seconds' else '-infinity' end
   where l.name = 'events' and l.holder = p_holder;
  return found;
end
$$;
revoke all on function release_relay_lease(uuid, boolean) from public;
grant execute on function release_relay_lease(uuid, boolean) to xentri_relay;

-- For a relay that has compared some streams. p_after: the last org that it looked at, or null when it has been through them all.
create function note_stream_check(p_holder uuid, p_after uuid) returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update relay_leases l
     set checked_after = p_after,
         check_due_at = case when p_after is null then clock_timestamp() + interval '50 seconds' else l.check_due_at end
   where l.name = 'events' and l.holder = p_holder;
  return found;
end
$$;
revoke all on function note_stream_check(uuid, uuid) from public;
grant execute on function note_stream_check(uuid, uuid) to xentri_relay;
