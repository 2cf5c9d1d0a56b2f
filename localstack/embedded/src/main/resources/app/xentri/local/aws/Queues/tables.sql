create table if not exists queues (
  name text primary key,
  fifo boolean not null,
  dead_letters text,
  max_receives integer not null
);
-- Attributes are kept as they were sent. A message is out of sight until its time has come, and its receipt is that of the last delivery.
create table if not exists queue_messages (
  id bigint generated always as identity primary key,
  message_id uuid not null default gen_random_uuid(),
  queue text not null references queues,
  body text not null,
  attributes text not null,
  message_group text,
  deduplication text,
  sent_at timestamptz not null default clock_timestamp(),
  visible_at timestamptz not null,
  first_received_at timestamptz,
  receives integer not null default 0,
  receipt uuid
);
create index if not exists queue_messages_visible on queue_messages (queue, visible_at, id);
