create table if not exists states_definitions (
  key text primary key,
  text text not null
);

create table if not exists states_machines (
  name text primary key,
  created_at timestamptz not null
);

create table if not exists states_executions (
  id bigint generated always as identity primary key,
  machine text not null,
  name text not null,
  kind text not null,
  definition text not null references states_definitions,
  role text not null,
  status text not null,
  input text not null,
  output text,
  error text,
  cause text,
  started_at timestamptz not null,
  stopped_at timestamptz,
  events int not null,
  -- Where it is, as JSON, while it runs.
  frames text,
  -- When the clock alone moves it.
  wake_at timestamptz,
  -- Whether a service has been called and has not answered.
  calling boolean not null default false,
  -- Token of the task that started it, and whether that waits for its end.
  parent text,
  waited_for boolean not null default false,
  trace text,
  constraint an_execution_has_a_name_of_its_own unique (machine, name)
);

create index if not exists states_executions_due on states_executions (wake_at, id) where wake_at is not null;
create index if not exists states_executions_calling on states_executions (id) where calling;
create index if not exists states_executions_children on states_executions (parent) where parent is not null;
create index if not exists states_executions_newest on states_executions (machine, id);
create index if not exists states_executions_ended on states_executions (stopped_at) where stopped_at is not null;

create table if not exists states_history (
  execution bigint not null references states_executions on delete cascade,
  id int not null,
  previous int not null,
  type text not null,
  at timestamptz not null,
  details text,
  primary key (execution, id)
);
