create table if not exists schedule_firings (
  name text primary key,
  expression text not null,
  fired_at timestamptz not null
)
