create schema if not exists clerk;

-- Times are epoch milliseconds, as everywhere in Clerk's API.

create table if not exists clerk.users (
  id text primary key,
  email_id text not null,
  email text not null,
  email_verified_by text,
  first_name text,
  last_name text,
  password_hash text,
  last_sign_in_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  constraint users_one_per_email unique (email),
  constraint users_email_is_lower_case check (email = lower(email))
);

alter table clerk.users add column if not exists image_id text;

-- What a person has besides the address that they are known by. Nobody else can be known by one that somebody has proved.
create table if not exists clerk.email_addresses (
  id text primary key,
  user_id text not null references clerk.users (id) on delete cascade,
  email text not null,
  state jsonb,
  created_at bigint not null
);
create index if not exists email_addresses_by_user on clerk.email_addresses (user_id);

create table if not exists clerk.pictures (
  id text primary key,
  user_id text not null references clerk.users (id) on delete cascade,
  type text not null,
  content text not null
);

create table if not exists clerk.external_accounts (
  id text primary key,
  user_id text not null references clerk.users (id) on delete cascade,
  provider text not null,
  provider_user_id text not null,
  email text not null,
  first_name text not null,
  last_name text not null,
  created_at bigint not null,
  constraint external_accounts_one_per_provider_user unique (provider, provider_user_id)
);

create table if not exists clerk.organizations (
  id text primary key,
  name text not null,
  slug text not null,
  created_by text,
  private_metadata jsonb not null,
  created_at bigint not null,
  updated_at bigint not null,
  constraint organizations_one_per_slug unique (slug)
);

create table if not exists clerk.memberships (
  id text primary key,
  organization_id text not null references clerk.organizations (id) on delete cascade,
  user_id text not null references clerk.users (id) on delete cascade,
  role text not null,
  created_at bigint not null,
  updated_at bigint not null,
  constraint memberships_one_per_user unique (organization_id, user_id)
);

create table if not exists clerk.clients (
  id text primary key,
  token_digest text,
  sign_in_id text,
  sign_up_id text,
  last_active_session_id text,
  created_at bigint not null,
  updated_at bigint not null,
  constraint clients_one_per_token unique (token_digest)
);

create table if not exists clerk.sessions (
  id text primary key,
  client_id text not null references clerk.clients (id) on delete cascade,
  user_id text not null references clerk.users (id) on delete cascade,
  status text not null,
  origin text not null,
  active_organization_id text references clerk.organizations (id) on delete set null,
  last_active_at bigint not null,
  expire_at bigint not null,
  abandon_at bigint not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index if not exists sessions_by_client on clerk.sessions (client_id);
create index if not exists sessions_by_user on clerk.sessions (user_id);

-- A running sign-in or sign-up: short-lived, read and written whole.
create table if not exists clerk.attempts (
  id text primary key,
  client_id text not null references clerk.clients (id) on delete cascade,
  state jsonb not null,
  created_at bigint not null
);

create table if not exists clerk.sign_in_tokens (
  id text primary key,
  token_digest text not null,
  user_id text not null references clerk.users (id) on delete cascade,
  status text not null,
  expire_at bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  constraint sign_in_tokens_one_per_token unique (token_digest)
);

create table if not exists clerk.webhooks (
  seq bigint generated always as identity primary key,
  id text not null unique,
  type text not null,
  body text not null,
  attempts integer not null default 0,
  next_at bigint,
  delivered_at bigint
);
create index if not exists webhooks_waiting on clerk.webhooks (next_at, seq) where next_at is not null;

-- What earlier versions kept and nothing writes any more.
alter table clerk.users
  drop column if exists email_verified, drop column if exists image_url, drop column if exists external_id,
  drop column if exists public_metadata, drop column if exists private_metadata, drop column if exists unsafe_metadata;
alter table clerk.organizations drop column if exists max_memberships, drop column if exists public_metadata;
alter table clerk.sessions drop column if exists first_factor_at;
alter table clerk.clients drop column if exists last_strategy;
