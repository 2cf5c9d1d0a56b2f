create table if not exists bus_events (
  id uuid primary key,
  position bigint generated always as identity unique,
  bus text not null,
  event text not null,
  accepted_at timestamptz not null default now()
);
-- Retries, age and queue are those of the rule at the time of the event: the rule may be gone after a restart.
create table if not exists bus_deliveries (
  id bigint generated always as identity primary key,
  event_id uuid not null references bus_events on delete cascade,
  rule text not null,
  function text not null,
  attempts integer not null default 0,
  retries integer not null,
  expires_at timestamptz not null,
  dead_letters text,
  due_at timestamptz not null default now()
);
create index if not exists bus_deliveries_due on bus_deliveries (due_at, id);
-- A look back is wanted, an archive is not.
delete from bus_events
where position <= (select coalesce(max(position), 0) - 10000 from bus_events)
  and not exists (select from bus_deliveries where event_id = bus_events.id);
