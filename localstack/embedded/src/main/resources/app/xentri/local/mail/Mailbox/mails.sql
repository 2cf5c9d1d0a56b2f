create table if not exists mails (
  id uuid primary key,
  position bigint generated always as identity unique,
  receivers text[] not null,
  sender text not null,
  subject text not null,
  plain text not null,
  html text not null,
  sent_at timestamptz not null
)
