-- The Universal Brief, the sessions that lead to it, and what was said in them.

create table briefs (
  org_id uuid not null,
  id uuid not null,
  schema_version text not null default '1.0',
  version bigint not null default 1,
  sections jsonb not null,
  section_status jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint briefs_pkey primary key (org_id, id),
  constraint briefs_org_has_one unique (org_id),
  constraint briefs_org_exists foreign key (org_id) references organizations (id) on delete cascade,
  constraint briefs_version_is_positive check (version > 0),
  constraint briefs_sections_are_an_object check (jsonb_typeof(sections) = 'object'),
  constraint briefs_section_status_is_an_object check (jsonb_typeof(section_status) = 'object')
);
alter table briefs enable row level security;
alter table briefs force row level security;
create policy tenant on briefs to xentri_app
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
grant select on briefs to xentri_app;
grant insert (org_id, id, schema_version, version, sections, section_status, created_at, updated_at) on briefs to xentri_app;
grant update (version, sections, section_status, updated_at) on briefs to xentri_app;

create table brief_sessions (
  org_id uuid not null,
  id uuid not null,
  state text not null,
  version bigint not null default 1,
  reply text not null,
  quick_replies jsonb not null default '[]',
  can_draft boolean not null default false,
  progress jsonb not null,
  still_open jsonb not null default '{}',
  draft jsonb not null,
  accepted jsonb not null default '[]',
  changed jsonb not null default '[]',
  memory jsonb not null,
  said integer not null default 0,
  brief_id uuid,
  brief_version bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint brief_sessions_pkey primary key (org_id, id),
  constraint brief_sessions_org_exists foreign key (org_id) references organizations (id) on delete cascade,
  constraint brief_sessions_brief_exists foreign key (org_id, brief_id) references briefs (org_id, id),
  constraint brief_sessions_state_is_known
    check (state in ('initiated', 'conversing', 'drafting', 'review_pending', 'editing', 'approved')),
  constraint brief_sessions_have_a_brief_exactly_when_approved check ((state = 'approved') = (brief_id is not null and brief_version is not null)),
  constraint brief_sessions_version_is_positive check (version > 0)
);
create unique index brief_sessions_one_is_open_per_org on brief_sessions (org_id) where state <> 'approved';
create index brief_sessions_of_a_brief on brief_sessions (org_id, brief_id);
alter table brief_sessions enable row level security;
alter table brief_sessions force row level security;
create policy tenant on brief_sessions to xentri_app
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
grant select on brief_sessions to xentri_app;
grant insert (org_id, id, state, version, reply, quick_replies, can_draft, progress, still_open, draft, accepted, changed, memory, said, created_at, updated_at)
  on brief_sessions to xentri_app;
grant update (state, version, reply, quick_replies, can_draft, progress, still_open, draft, accepted, changed, memory, said, brief_id, brief_version, updated_at)
  on brief_sessions to xentri_app;

-- Receipts in a Brief name these by id but do not hold them: clearing the history keeps the Brief.
create table brief_messages (
  org_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  seq integer not null,
  role text not null,
  text text not null,
  sections jsonb not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint brief_messages_pkey primary key (org_id, id),
  constraint brief_messages_are_in_order unique (org_id, session_id, seq),
  constraint brief_messages_session_exists foreign key (org_id, session_id) references brief_sessions (org_id, id) on delete cascade,
  constraint brief_messages_role_is_known check (role in ('copilot', 'owner')),
  constraint brief_messages_text_is_1_to_8000_characters check (char_length(text) between 1 and 8000)
);
alter table brief_messages enable row level security;
alter table brief_messages force row level security;
create policy tenant on brief_messages to xentri_app
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
grant select on brief_messages to xentri_app;
grant insert (org_id, id, session_id, seq, role, text, sections, created_at) on brief_messages to xentri_app;
