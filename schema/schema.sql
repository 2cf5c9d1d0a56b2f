-- What the migrations amount to. Written by a test from the catalog; do not edit.
-- After a migration: make generate, and look at the difference.

create domain event_actor_type as text
  constraint system_events_actor_type_is_known CHECK ((VALUE = ANY (ARRAY['user'::text, 'system'::text, 'job'::text])));

create domain event_environment as text
  constraint system_events_environment_is_known CHECK ((VALUE = ANY (ARRAY['local'::text, 'staging'::text, 'prod'::text])));

create domain event_payload as jsonb
  constraint system_events_payload_is_an_object CHECK ((jsonb_typeof(VALUE) = 'object'::text))
  constraint system_events_payload_is_at_most_64_kilobytes CHECK ((octet_length((VALUE)::text) <= 65536));

create domain event_sequence as bigint
  constraint event_sequence_is_not_negative CHECK ((VALUE >= 0));

create domain event_type as text
  constraint system_events_type_is_namespaced CHECK ((VALUE ~ '^xentri\.[a-z_]+\.[a-z_]+\.v[0-9]+$'::text));

create domain idempotency_key as text
  constraint idempotency_keys_key_is_1_to_255_characters CHECK (((char_length(VALUE) >= 1) AND (char_length(VALUE) <= 255)));

create table brief_messages (
  org_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  seq integer not null,
  role text not null,
  text text not null,
  sections jsonb default '[]'::jsonb not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint brief_messages_pkey PRIMARY KEY (org_id, id),
  constraint brief_messages_are_in_order UNIQUE (org_id, session_id, seq),
  constraint brief_messages_session_exists FOREIGN KEY (org_id, session_id) REFERENCES brief_sessions(org_id, id) ON DELETE CASCADE,
  constraint brief_messages_role_is_known CHECK ((role = ANY (ARRAY['copilot'::text, 'owner'::text]))),
  constraint brief_messages_text_is_1_to_8000_characters CHECK (((char_length(text) >= 1) AND (char_length(text) <= 8000)))
);
alter table brief_messages enable row level security;
alter table brief_messages force row level security;
create policy tenant on brief_messages for all to xentri_app
  using ((org_id = ( SELECT current_org_id() AS current_org_id)))
  with check ((org_id = ( SELECT current_org_id() AS current_org_id)));
grant delete, select on brief_messages to xentri_app;
grant insert (org_id, id, session_id, seq, role, text, sections, created_at) on brief_messages to xentri_app;
grant update (text, sections, created_at, updated_at) on brief_messages to xentri_app;

create table brief_sessions (
  org_id uuid not null,
  id uuid not null,
  state text not null,
  version bigint default 1 not null,
  reply text not null,
  quick_replies jsonb default '[]'::jsonb not null,
  can_draft boolean default false not null,
  progress jsonb not null,
  still_open jsonb default '{}'::jsonb not null,
  draft jsonb not null,
  accepted jsonb default '[]'::jsonb not null,
  changed jsonb default '[]'::jsonb not null,
  memory jsonb not null,
  said integer default 0 not null,
  brief_id uuid,
  brief_version bigint,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  left_as_draft jsonb default '[]'::jsonb not null,
  cause_id uuid,
  basis jsonb,
  basis_version bigint default 0 not null,
  gone jsonb default '{}'::jsonb not null,
  last_answer jsonb,
  constraint brief_sessions_pkey PRIMARY KEY (org_id, id),
  constraint brief_sessions_brief_exists FOREIGN KEY (org_id, brief_id) REFERENCES briefs(org_id, id),
  constraint brief_sessions_org_exists FOREIGN KEY (org_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint brief_sessions_basis_is_an_object CHECK ((jsonb_typeof(basis) = 'object'::text)),
  constraint brief_sessions_basis_version_is_not_negative CHECK ((basis_version >= 0)),
  constraint brief_sessions_gone_is_an_object CHECK ((jsonb_typeof(gone) = 'object'::text)),
  constraint brief_sessions_have_a_brief_exactly_when_approved CHECK (((state = 'approved'::text) = ((brief_id IS NOT NULL) AND (brief_version IS NOT NULL)))),
  constraint brief_sessions_last_answer_is_an_object CHECK ((jsonb_typeof(last_answer) = 'object'::text)),
  constraint brief_sessions_state_is_known CHECK ((state = ANY (ARRAY['initiated'::text, 'conversing'::text, 'drafting'::text, 'review_pending'::text, 'editing'::text, 'approved'::text]))),
  constraint brief_sessions_version_is_positive CHECK ((version > 0))
);
CREATE INDEX brief_sessions_of_a_brief ON public.brief_sessions USING btree (org_id, brief_id);
CREATE UNIQUE INDEX brief_sessions_one_is_open_per_org ON public.brief_sessions USING btree (org_id) WHERE (state <> 'approved'::text);
alter table brief_sessions enable row level security;
alter table brief_sessions force row level security;
create policy tenant on brief_sessions for all to xentri_app
  using ((org_id = ( SELECT current_org_id() AS current_org_id)))
  with check ((org_id = ( SELECT current_org_id() AS current_org_id)));
grant select on brief_sessions to xentri_app;
grant insert (org_id, id, state, version, reply, quick_replies, can_draft, progress, still_open, draft, accepted, changed, memory, said, created_at, updated_at, left_as_draft, cause_id, basis, basis_version, gone) on brief_sessions to xentri_app;
grant update (state, version, reply, quick_replies, can_draft, progress, still_open, draft, accepted, changed, memory, said, brief_id, brief_version, updated_at, left_as_draft, cause_id, basis, basis_version, gone, last_answer) on brief_sessions to xentri_app;

create table brief_versions (
  org_id uuid not null,
  brief_id uuid not null,
  version bigint not null,
  schema_version text not null,
  sections jsonb not null,
  section_status jsonb not null,
  source text not null,
  restored_from bigint,
  author_id uuid default current_user_id(),
  created_at timestamp with time zone not null,
  constraint brief_versions_pkey PRIMARY KEY (org_id, brief_id, version),
  constraint brief_versions_brief_exists FOREIGN KEY (org_id, brief_id) REFERENCES briefs(org_id, id) ON DELETE CASCADE,
  constraint brief_versions_source_is_known CHECK ((source = ANY (ARRAY['conversation'::text, 'edit'::text, 'restore'::text]))),
  constraint brief_versions_version_is_positive CHECK ((version > 0))
);
alter table brief_versions enable row level security;
alter table brief_versions force row level security;
create policy definer on brief_versions for all to xentri_owner
  using ((org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS "nullif")));
create policy tenant on brief_versions for all to xentri_app
  using ((org_id = ( SELECT current_org_id() AS current_org_id)))
  with check ((org_id = ( SELECT current_org_id() AS current_org_id)));
grant select on brief_versions to xentri_app;

create table briefs (
  org_id uuid not null,
  id uuid not null,
  schema_version text default '1.0'::text not null,
  version bigint default 1 not null,
  sections jsonb not null,
  section_status jsonb not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  gone jsonb default '{}'::jsonb not null,
  source text default 'conversation'::text not null,
  restored_from bigint,
  causes jsonb default '{}'::jsonb not null,
  constraint briefs_pkey PRIMARY KEY (org_id, id),
  constraint briefs_org_has_one UNIQUE (org_id),
  constraint briefs_org_exists FOREIGN KEY (org_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint briefs_are_restored_from_a_version_exactly_by_a_restore CHECK (((source = 'restore'::text) = (restored_from IS NOT NULL))),
  constraint briefs_are_restored_from_an_earlier_version CHECK ((restored_from < version)),
  constraint briefs_causes_are_by_section CHECK ((jsonb_typeof(causes) = 'object'::text)),
  constraint briefs_gone_is_an_object CHECK ((jsonb_typeof(gone) = 'object'::text)),
  constraint briefs_section_status_is_an_object CHECK ((jsonb_typeof(section_status) = 'object'::text)),
  constraint briefs_sections_are_an_object CHECK ((jsonb_typeof(sections) = 'object'::text)),
  constraint briefs_source_is_known CHECK ((source = ANY (ARRAY['conversation'::text, 'edit'::text, 'restore'::text]))),
  constraint briefs_version_is_positive CHECK ((version > 0))
);
alter table briefs enable row level security;
alter table briefs force row level security;
create policy tenant on briefs for all to xentri_app
  using ((org_id = ( SELECT current_org_id() AS current_org_id)))
  with check ((org_id = ( SELECT current_org_id() AS current_org_id)));
CREATE TRIGGER briefs_keep_each_version AFTER UPDATE ON public.briefs FOR EACH ROW WHEN ((new.version <> old.version)) EXECUTE FUNCTION keep_brief_version();
CREATE TRIGGER briefs_keep_their_first_version AFTER INSERT ON public.briefs FOR EACH ROW EXECUTE FUNCTION keep_brief_version();
grant select on briefs to xentri_app;
grant insert (org_id, id, schema_version, version, sections, section_status, created_at, updated_at, source, restored_from, causes) on briefs to xentri_app;
grant update (version, sections, section_status, updated_at, gone, source, restored_from, causes) on briefs to xentri_app;

create table clerk_deletions (
  clerk_id text not null,
  deleted_at timestamp with time zone default now() not null,
  constraint clerk_deletions_pkey PRIMARY KEY (clerk_id)
);
CREATE INDEX clerk_deletions_by_age ON public.clerk_deletions USING btree (deleted_at);
alter table clerk_deletions enable row level security;
alter table clerk_deletions force row level security;
create policy definer on clerk_deletions for all to xentri_owner
  using (true)
  with check (true);

create table clerk_messages (
  svix_id text not null,
  received_at timestamp with time zone default now() not null,
  constraint clerk_messages_pkey PRIMARY KEY (svix_id),
  constraint clerk_messages_id_is_1_to_255_characters CHECK (((char_length(svix_id) >= 1) AND (char_length(svix_id) <= 255)))
);
CREATE INDEX clerk_messages_by_age ON public.clerk_messages USING btree (received_at);
alter table clerk_messages enable row level security;
alter table clerk_messages force row level security;
create policy definer on clerk_messages for all to xentri_owner
  using (true)
  with check (true);

create table consumed_events (
  org_id uuid not null,
  id uuid default gen_random_uuid() not null,
  consumer text not null,
  event_id uuid not null,
  org_seq bigint not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint consumed_events_pkey PRIMARY KEY (org_id, consumer, event_id),
  constraint consumed_events_event_exists FOREIGN KEY (org_id, event_id) REFERENCES system_events(org_id, id) ON DELETE CASCADE
);
alter table consumed_events enable row level security;
alter table consumed_events force row level security;
create policy tenant on consumed_events for all to xentri_job
  using ((org_id = ( SELECT current_org_id() AS current_org_id)))
  with check ((org_id = ( SELECT current_org_id() AS current_org_id)));
grant insert, select on consumed_events to xentri_job;

create table context_keys (
  purpose text not null,
  inner_key bytea not null,
  outer_key bytea not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint context_keys_pkey PRIMARY KEY (purpose)
);
alter table context_keys enable row level security;
alter table context_keys force row level security;
create policy definer on context_keys for all to xentri_owner
  using (true)
  with check (true);

create table ended_sessions (
  clerk_session_id text not null,
  ended_at timestamp with time zone default now() not null,
  constraint ended_sessions_pkey PRIMARY KEY (clerk_session_id)
);
CREATE INDEX ended_sessions_by_age ON public.ended_sessions USING btree (ended_at);
alter table ended_sessions enable row level security;
alter table ended_sessions force row level security;
create policy definer on ended_sessions for all to xentri_owner
  using (true)
  with check (true);

create table event_cursors (
  org_id uuid not null,
  id uuid default gen_random_uuid() not null,
  sink text not null,
  last_seq event_sequence default 0 not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint event_cursors_pkey PRIMARY KEY (org_id, sink),
  constraint event_cursors_org_exists FOREIGN KEY (org_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint event_cursors_sink_is_known CHECK ((sink = ANY (ARRAY['stream'::text, 'bus'::text])))
);
alter table event_cursors enable row level security;
alter table event_cursors force row level security;
create policy definer on event_cursors for all to xentri_owner
  using ((org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS "nullif")));
create policy relay on event_cursors for all to xentri_relay
  using (true)
  with check (true);
grant select on event_cursors to xentri_relay;
grant update (last_seq, updated_at) on event_cursors to xentri_relay;

create table event_heads (
  org_id uuid not null,
  id uuid default gen_random_uuid() not null,
  last_seq event_sequence default 0 not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint event_heads_pkey PRIMARY KEY (org_id),
  constraint event_heads_org_exists FOREIGN KEY (org_id) REFERENCES organizations(id)
);
alter table event_heads enable row level security;
alter table event_heads force row level security;
create policy definer on event_heads for all to xentri_owner
  using ((org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS "nullif")));
create policy relay on event_heads for select to xentri_relay
  using (true);
grant select on event_heads to xentri_relay;

create table idempotency_keys (
  org_id uuid not null,
  user_id uuid not null,
  route text not null,
  key idempotency_key not null,
  fingerprint text not null,
  status integer not null,
  headers text not null,
  body text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone default (now() + '24:00:00'::interval) not null,
  constraint idempotency_keys_are_used_once_by_a_person_on_a_route PRIMARY KEY (org_id, user_id, route, key)
);
CREATE INDEX idempotency_keys_by_expiry ON public.idempotency_keys USING btree (expires_at);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy definer on idempotency_keys for all to xentri_owner
  using ((org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS "nullif")));
create policy expired on idempotency_keys for select to xentri_relay
  using ((expires_at <= now()));
create policy expired_may_go on idempotency_keys for delete to xentri_relay
  using ((expires_at <= now()));
grant delete on idempotency_keys to xentri_relay;
grant select (org_id, user_id, route, key, expires_at) on idempotency_keys to xentri_relay;

create table memberships (
  org_id uuid not null,
  id uuid default gen_random_uuid() not null,
  user_id uuid not null,
  clerk_membership_id text,
  role text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  clerk_updated_at timestamp with time zone,
  constraint memberships_pkey PRIMARY KEY (org_id, id),
  constraint memberships_user_joins_an_org_once UNIQUE (org_id, user_id),
  constraint memberships_org_exists FOREIGN KEY (org_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint memberships_user_exists FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint memberships_role_is_known CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text])))
);
CREATE INDEX memberships_by_providers_id ON public.memberships USING btree (clerk_membership_id);
CREATE INDEX memberships_of_a_user ON public.memberships USING btree (user_id, created_at);
alter table memberships enable row level security;
alter table memberships force row level security;
create policy definer on memberships for all to xentri_owner
  using (true)
  with check (true);
create policy tenant on memberships for all to xentri_app, xentri_identity
  using ((org_id = ( SELECT current_org_id() AS current_org_id)))
  with check ((org_id = ( SELECT current_org_id() AS current_org_id)));
grant select on memberships to xentri_app;
grant select on memberships to xentri_identity;

create table organizations (
  id uuid default gen_random_uuid() not null,
  org_id uuid generated always as (id) stored not null,
  clerk_org_id text not null,
  name text not null,
  slug text not null,
  version bigint default 1 not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  deleted_at timestamp with time zone,
  clerk_updated_at timestamp with time zone,
  made_for text,
  name_settled boolean default false not null,
  constraint organizations_pkey PRIMARY KEY (id),
  constraint organizations_clerk_org_is_known_once UNIQUE (clerk_org_id),
  constraint organizations_name_is_1_to_120_characters CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
  constraint organizations_slug_is_lower_kebab CHECK ((slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'::text)),
  constraint organizations_version_is_positive CHECK ((version > 0))
);
CREATE INDEX organizations_by_attempt ON public.organizations USING btree (made_for) WHERE (made_for IS NOT NULL);
CREATE UNIQUE INDEX organizations_live_slug_is_unique ON public.organizations USING btree (slug) WHERE (deleted_at IS NULL);
alter table organizations enable row level security;
alter table organizations force row level security;
create policy definer on organizations for all to xentri_owner
  using (true)
  with check (true);
create policy tenant on organizations for all to xentri_app, xentri_identity
  using ((org_id = ( SELECT current_org_id() AS current_org_id)))
  with check ((org_id = ( SELECT current_org_id() AS current_org_id)));
CREATE TRIGGER organizations_have_an_event_log AFTER INSERT ON public.organizations FOR EACH ROW EXECUTE FUNCTION open_event_log();
grant select on organizations to xentri_app;
grant select on organizations to xentri_identity;
grant update (name, version, updated_at, clerk_updated_at, name_settled) on organizations to xentri_identity;

create table provider_turns (
  clerk_user_id text not null,
  holder uuid not null,
  ends_at timestamp with time zone not null,
  constraint provider_turns_pkey PRIMARY KEY (clerk_user_id)
);
CREATE INDEX provider_turns_by_end ON public.provider_turns USING btree (ends_at);
alter table provider_turns enable row level security;
alter table provider_turns force row level security;
create policy definer on provider_turns for all to xentri_owner
  using (true)
  with check (true);

create table provider_waits (
  clerk_user_id text not null,
  holder uuid not null,
  since timestamp with time zone not null,
  looks_again_by timestamp with time zone not null,
  constraint provider_waits_pkey PRIMARY KEY (clerk_user_id, holder)
);
CREATE INDEX provider_waits_by_look ON public.provider_waits USING btree (looks_again_by);
alter table provider_waits enable row level security;
alter table provider_waits force row level security;
create policy definer on provider_waits for all to xentri_owner
  using (true)
  with check (true);

create table relay_leases (
  name text not null,
  holder uuid,
  held_until timestamp with time zone default '-infinity'::timestamp with time zone not null,
  woken_until timestamp with time zone default '-infinity'::timestamp with time zone not null,
  check_due_at timestamp with time zone default '-infinity'::timestamp with time zone not null,
  checked_after uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint relay_leases_pkey PRIMARY KEY (name)
);
alter table relay_leases enable row level security;
alter table relay_leases force row level security;
create policy definer on relay_leases for all to xentri_owner
  using (true)
  with check (true);

create table signup_keys (
  key_digest bytea not null,
  fingerprint bytea not null,
  answered_org uuid,
  status integer,
  headers text,
  body text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone default (now() + '24:00:00'::interval) not null,
  constraint signup_keys_pkey PRIMARY KEY (key_digest),
  constraint signup_keys_org_exists FOREIGN KEY (answered_org) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint signup_keys_answer_is_whole_or_missing CHECK ((num_nulls(answered_org, status, headers, body) = ANY (ARRAY[0, 4])))
);
CREATE INDEX signup_keys_by_expiry ON public.signup_keys USING btree (expires_at);
CREATE INDEX signup_keys_of_an_org ON public.signup_keys USING btree (answered_org);
alter table signup_keys enable row level security;
alter table signup_keys force row level security;
create policy definer on signup_keys for all to xentri_owner
  using (true)
  with check (true);

create table system_events (
  org_id uuid not null,
  id uuid not null,
  org_seq bigint not null,
  type event_type not null,
  occurred_at timestamp with time zone not null,
  actor_type event_actor_type not null,
  actor_id text not null,
  envelope_version text default '1.0'::text not null,
  payload_schema text not null,
  payload event_payload not null,
  dedupe_key text,
  correlation_id text,
  causation_id uuid,
  trace_id text,
  source text not null,
  environment event_environment not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint system_events_pkey PRIMARY KEY (org_id, id),
  constraint system_events_sequence_is_unique UNIQUE (org_id, org_seq)
);
CREATE INDEX system_events_by_actor ON public.system_events USING btree (org_id, actor_id, org_seq DESC);
CREATE INDEX system_events_by_correlation ON public.system_events USING btree (org_id, correlation_id, org_seq DESC) WHERE (correlation_id IS NOT NULL);
CREATE INDEX system_events_by_time ON public.system_events USING btree (org_id, occurred_at DESC);
CREATE INDEX system_events_by_type ON public.system_events USING btree (org_id, type, org_seq DESC);
CREATE UNIQUE INDEX system_events_dedupe_key_is_used_once_per_type ON public.system_events USING btree (org_id, type, dedupe_key) WHERE (dedupe_key IS NOT NULL);
CREATE INDEX system_events_ways_in ON public.system_events USING btree (org_id, actor_id, org_seq DESC) WHERE ((type)::text = ANY (ARRAY['xentri.user.signup.v1'::text, 'xentri.org.created.v1'::text, 'xentri.member.added.v1'::text]));
alter table system_events enable row level security;
alter table system_events force row level security;
create policy definer on system_events for all to xentri_owner
  using ((org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS "nullif")))
  with check ((org_id = ( SELECT (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::uuid AS "nullif")));
create policy relay on system_events for select to xentri_relay
  using (true);
create policy tenant on system_events for all to xentri_app, xentri_job
  using ((org_id = ( SELECT current_org_id() AS current_org_id)))
  with check ((org_id = ( SELECT current_org_id() AS current_org_id)));
CREATE TRIGGER system_events_are_append_only BEFORE DELETE OR UPDATE ON public.system_events FOR EACH ROW EXECUTE FUNCTION refuse_event_change();
CREATE TRIGGER system_events_are_never_truncated BEFORE TRUNCATE ON public.system_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change();
grant select on system_events to xentri_app;
grant select on system_events to xentri_job;
grant select on system_events to xentri_relay;

create table users (
  id uuid default gen_random_uuid() not null,
  clerk_user_id text not null,
  email text not null,
  name text default ''::text not null,
  avatar_url text,
  theme text default 'system'::text not null,
  clerk_updated_at timestamp with time zone,
  version bigint default 1 not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  deleted_at timestamp with time zone,
  sign_up_session_id text,
  avatar_is_own boolean default false not null,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_clerk_user_is_known_once UNIQUE (clerk_user_id),
  constraint users_avatar_is_an_https_or_local_url CHECK (((avatar_url IS NULL) OR ((avatar_url ~ '^(https://|/)'::text) AND (char_length(avatar_url) <= 2048)))),
  constraint users_email_is_1_to_254_characters CHECK (((char_length(email) >= 1) AND (char_length(email) <= 254))),
  constraint users_name_is_at_most_120_characters CHECK ((char_length(name) <= 120)),
  constraint users_theme_is_known CHECK ((theme = ANY (ARRAY['dark'::text, 'light'::text, 'system'::text]))),
  constraint users_version_is_positive CHECK ((version > 0))
);
alter table users enable row level security;
alter table users force row level security;
create policy definer on users for all to xentri_owner
  using (true)
  with check (true);
create policy tenant_change on users for update to xentri_identity
  using (((id = ( SELECT current_user_id() AS current_user_id)) AND (( SELECT current_org_id() AS current_org_id) IS NOT NULL)))
  with check (((id = ( SELECT current_user_id() AS current_user_id)) AND (( SELECT current_org_id() AS current_org_id) IS NOT NULL)));
create policy tenant_read on users for select to xentri_app, xentri_identity
  using ((EXISTS ( SELECT 1
   FROM memberships m
  WHERE ((m.user_id = users.id) AND (m.org_id = ( SELECT current_org_id() AS current_org_id))))));
grant select (id, clerk_user_id, email, name, avatar_url, theme, clerk_updated_at, version, created_at, updated_at, avatar_is_own) on users to xentri_app;
grant select (id, clerk_user_id, email, name, avatar_url, theme, clerk_updated_at, version, created_at, updated_at, avatar_is_own) on users to xentri_identity;
grant update (name, avatar_url, theme, clerk_updated_at, version, updated_at, avatar_is_own) on users to xentri_identity;

CREATE OR REPLACE FUNCTION public.add_org(p_clerk_org text, p_name text, p_slug text, p_at timestamp with time zone, p_made_for text, p_clerk_membership text, p_membership_at timestamp with time zone)
 RETURNS TABLE(org_id uuid, slug text, created_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  v_user uuid := current_user_id();
  v_org uuid;
begin
  if v_user is null then
    raise exception 'no person' using errcode = 'XE403';
  end if;
  insert into organizations (clerk_org_id, name, slug, clerk_updated_at, made_for)
    values (p_clerk_org, p_name, free_slug(p_slug), p_at, p_made_for)
    on conflict (clerk_org_id) do nothing;
  select o.id into v_org from organizations o
   where o.clerk_org_id = p_clerk_org and o.deleted_at is null
     and (exists (select 1 from memberships m where m.org_id = o.id and m.user_id = v_user)
          or not exists (select 1 from memberships m where m.org_id = o.id));
  if v_org is null then
    return;
  end if;
  update organizations o set made_for = p_made_for where o.id = v_org and o.made_for is null;
  insert into memberships (org_id, user_id, clerk_membership_id, role, clerk_updated_at)
    values (v_org, v_user, p_clerk_membership, 'owner', p_membership_at)
    on conflict (org_id, user_id) do nothing;
  perform enter_context(v_org, v_user);
  return query select o.id, o.slug, o.created_at from organizations o where o.id = v_org;
end
$function$;
grant execute on function add_org(text,text,text,timestamp with time zone,text,text,timestamp with time zone) to xentri_identity;

CREATE OR REPLACE FUNCTION public.add_own_org(p_clerk_user text, p_clerk_org text, p_name text, p_slug text, p_at timestamp with time zone, p_made_for text, p_clerk_membership text, p_membership_at timestamp with time zone)
 RETURNS TABLE(added_org uuid, id uuid, name text, slug text, role text, created_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  v_added uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_clerk_user, 0));
  select a.org_id into v_added from add_org(p_clerk_org, p_name, p_slug, p_at, p_made_for, p_clerk_membership, p_membership_at) a;
  return query select v_added, o.id, o.name, o.slug, o.role, o.created_at from (select) as one left join org_made_for(p_clerk_user, p_made_for) o on true;
end
$function$;
grant execute on function add_own_org(text,text,text,text,timestamp with time zone,text,text,timestamp with time zone) to xentri_identity;

CREATE OR REPLACE FUNCTION public.answer_signup_key(p_key bytea, p_fingerprint bytea, p_status integer, p_headers text, p_body text)
 RETURNS TABLE(outcome text, status integer, headers text, body text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
  insert into signup_keys as k (key_digest, fingerprint, answered_org, status, headers, body)
    values (p_key, p_fingerprint, current_org_id(), p_status, p_headers, p_body)
    on conflict (key_digest) do update
      set answered_org = excluded.answered_org, status = excluded.status, headers = excluded.headers, body = excluded.body, updated_at = now()
      where k.status is null and k.fingerprint = excluded.fingerprint;
  return query select c.outcome, c.status, c.headers, c.body from claim_signup_key(p_key, p_fingerprint) c;
end
$function$;
grant execute on function answer_signup_key(bytea,bytea,integer,text,text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.append_event(p_org uuid, p_id uuid, p_type text, p_occurred_at timestamp with time zone, p_actor_type text, p_actor_id text, p_payload_schema text, p_payload jsonb, p_dedupe_key text, p_correlation_id text, p_causation_id uuid, p_source text, p_environment text, OUT id uuid, OUT org_seq bigint, OUT occurred_at timestamp with time zone, OUT appended boolean)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  v_cause uuid := p_causation_id;
begin
  if p_dedupe_key is not null then
    -- Locked before the look: who has the same key in hand is waited for.
    perform from event_heads h where h.org_id = p_org for no key update;
    select e.id, e.org_seq, e.occurred_at, false into id, org_seq, occurred_at, appended
      from system_events e where e.org_id = p_org and e.type = p_type and e.dedupe_key = p_dedupe_key;
    if found then
      return;
    end if;
  end if;
  update event_heads h set last_seq = h.last_seq + 1, updated_at = now() where h.org_id = p_org returning h.last_seq into org_seq;
  if org_seq is null then
    raise exception 'no org' using errcode = 'XE403';
  end if;
  -- What a client reports began outside. What the product does about a person, on another's word, follows from that person's way in as well.
  if v_cause is null and p_source <> 'api' then
    v_cause := (select e.id from system_events e
                 where e.org_id = p_org and e.actor_id = case p_actor_type when 'user' then p_actor_id else p_payload ->> 'user_id' end
                   and e.type in ('xentri.user.signup.v1', 'xentri.org.created.v1', 'xentri.member.added.v1')
                 order by e.org_seq desc limit 1);
  end if;
  id := p_id;
  occurred_at := coalesce(p_occurred_at, clock_timestamp());
  appended := true;
  insert into system_events (org_id, id, org_seq, type, occurred_at, actor_type, actor_id, payload_schema, payload,
                             dedupe_key, correlation_id, causation_id, trace_id, source, environment)
    values (p_org, p_id, append_event.org_seq, p_type, append_event.occurred_at, p_actor_type, p_actor_id, p_payload_schema, p_payload,
            p_dedupe_key, p_correlation_id, v_cause, nullif(current_setting('app.trace_id', true), ''), p_source, p_environment);
end
$function$;

CREATE OR REPLACE FUNCTION public.claim_signup_key(p_key bytea, p_fingerprint bytea)
 RETURNS TABLE(outcome text, status integer, headers text, body text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
  delete from signup_keys k where k.key_digest = p_key and k.expires_at <= now();
  delete from signup_keys where key_digest in (
    select k.key_digest from signup_keys k where k.expires_at <= now() order by k.expires_at limit 20 for update skip locked);
  insert into signup_keys (key_digest, fingerprint) values (p_key, p_fingerprint) on conflict (key_digest) do nothing;
  return query
    select case when k.fingerprint <> p_fingerprint then 'reused' when k.status is null then 'claimed' else 'replay' end,
           case when k.fingerprint = p_fingerprint then k.status end,
           case when k.fingerprint = p_fingerprint then k.headers end,
           case when k.fingerprint = p_fingerprint then k.body end
      from signup_keys k where k.key_digest = p_key;
end
$function$;
grant execute on function claim_signup_key(bytea,bytea) to xentri_identity;

CREATE OR REPLACE FUNCTION public.context_signature(p_who bytea)
 RETURNS bytea
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED
AS $function$
declare
  v_inner bytea;
  v_outer bytea;
begin
  select k.inner_key, k.outer_key into v_inner, v_outer from context_keys k where k.purpose = 'org';
  return convert_to(encode(sha256(v_outer || sha256(v_inner || int4send(pg_backend_pid()) || timestamptz_send(transaction_timestamp())
                                                    || p_who)), 'hex'), 'UTF8');
end
$function$;

CREATE OR REPLACE FUNCTION public.current_org_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  return (verified_context())[1];
end
$function$;
grant execute on function current_org_id() to xentri_app;
grant execute on function current_org_id() to xentri_identity;
grant execute on function current_org_id() to xentri_job;

CREATE OR REPLACE FUNCTION public.current_user_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  return (verified_context())[2];
end
$function$;
grant execute on function current_user_id() to xentri_app;
grant execute on function current_user_id() to xentri_identity;
grant execute on function current_user_id() to xentri_job;

CREATE OR REPLACE FUNCTION public.emit_and_keep(p_id uuid, p_type text, p_occurred_at timestamp with time zone, p_actor_type text, p_actor_id text, p_payload_schema text, p_payload jsonb, p_dedupe_key text, p_correlation_id text, p_causation_id uuid, p_source text, p_environment text, p_user uuid, p_route text, p_key text, p_fingerprint text, p_status integer, p_headers text, p_body text, p_rest text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  v_context constant uuid[] := verified_context();
  v_event record;
begin
  if v_context[2] is distinct from p_user or p_user is null then
    raise exception 'another person''s answer' using errcode = 'XE403';
  end if;
  v_event := append_event(v_context[1], p_id, p_type, p_occurred_at, p_actor_type, p_actor_id, p_payload_schema, p_payload,
                          p_dedupe_key, p_correlation_id, p_causation_id, p_source, p_environment);
  insert into idempotency_keys (org_id, user_id, route, key, fingerprint, status, headers, body)
    values (v_context[1], p_user, p_route, p_key, p_fingerprint, p_status, p_headers, p_body || coalesce(v_event.org_seq || p_rest, ''));
  return v_event.org_seq;
end
$function$;
grant execute on function emit_and_keep(uuid,text,timestamp with time zone,text,text,text,jsonb,text,text,uuid,text,text,uuid,text,text,text,integer,text,text,text) to xentri_app;
grant execute on function emit_and_keep(uuid,text,timestamp with time zone,text,text,text,jsonb,text,text,uuid,text,text,uuid,text,text,text,integer,text,text,text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.emit_event(p_id uuid, p_type text, p_occurred_at timestamp with time zone, p_actor_type text, p_actor_id text, p_payload_schema text, p_payload jsonb, p_dedupe_key text, p_correlation_id text, p_causation_id uuid, p_source text, p_environment text, OUT id uuid, OUT org_seq bigint, OUT occurred_at timestamp with time zone, OUT appended boolean)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  v_event constant record := append_event((verified_context())[1], p_id, p_type, p_occurred_at, p_actor_type, p_actor_id, p_payload_schema,
                                          p_payload, p_dedupe_key, p_correlation_id, p_causation_id, p_source, p_environment);
begin
  id := v_event.id;
  org_seq := v_event.org_seq;
  occurred_at := v_event.occurred_at;
  appended := v_event.appended;
end
$function$;
grant execute on function emit_event(uuid,text,timestamp with time zone,text,text,text,jsonb,text,text,uuid,text,text) to xentri_app;
grant execute on function emit_event(uuid,text,timestamp with time zone,text,text,text,jsonb,text,text,uuid,text,text) to xentri_identity;
grant execute on function emit_event(uuid,text,timestamp with time zone,text,text,text,jsonb,text,text,uuid,text,text) to xentri_job;

CREATE OR REPLACE FUNCTION public.end_session(p_session text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  insert into ended_sessions (clerk_session_id) values (p_session) on conflict do nothing;
  delete from ended_sessions where clerk_session_id in (
    select s.clerk_session_id from ended_sessions s where s.ended_at < now() - interval '30 days'
     order by s.ended_at limit 20 for update skip locked);
$function$;
grant execute on function end_session(text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.enter_as_member(p_clerk_user text, p_clerk_org text, p_org uuid, p_session text, p_trace text, OUT org_id uuid, OUT user_id uuid, OUT role text)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
declare
  v_set text;
begin
  if p_session is not null and exists (select 1 from ended_sessions s where s.clerk_session_id = p_session) then
    raise exception 'session ended' using errcode = 'XE401';
  end if;
  select m.org_id, m.user_id, m.role into org_id, user_id, role
    from users u
    join memberships m on m.user_id = u.id
    join organizations o on o.id = m.org_id and o.deleted_at is null
   where u.clerk_user_id = p_clerk_user
     and u.deleted_at is null
     and (p_org is null or o.id = p_org)
     and (p_org is not null or p_clerk_org is null or o.clerk_org_id = p_clerk_org)
   order by m.created_at, m.id
   limit 1;
  if org_id is null then
    raise exception 'not a member' using errcode = 'XE403';
  end if;
  perform enter_context(org_id, user_id);
  v_set := set_config('app.trace_id', coalesce(p_trace, ''), true);
end
$function$;

CREATE OR REPLACE FUNCTION public.enter_context(p_org uuid, p_user uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  v_who constant bytea := convert_to(p_org::text || rpad(coalesce(p_user::text, ''), 36), 'UTF8');
  v_set text;
begin
  -- Assigned, because PERFORM plans and starts a query for the same.
  v_set := set_config('app.entered', convert_from(v_who || context_signature(v_who), 'UTF8') || coalesce(current_setting('app.entered', true), ''),
                      true);
  v_set := set_config('app.current_org_id', p_org::text, true);
end
$function$;

CREATE OR REPLACE FUNCTION public.enter_org(p_clerk_user text, p_clerk_org text, p_org uuid, p_session text, p_trace text)
 RETURNS TABLE(org_id uuid, user_id uuid, role text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  v_member constant record := enter_as_member(p_clerk_user, p_clerk_org, p_org, p_session, p_trace);
begin
  org_id := v_member.org_id;
  user_id := v_member.user_id;
  role := v_member.role;
  return next;
end
$function$;
grant execute on function enter_org(text,text,uuid,text,text) to xentri_app;
grant execute on function enter_org(text,text,uuid,text,text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.enter_org_as_job(p_org uuid, p_trace text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if not exists (select 1 from organizations o where o.id = p_org) then
    raise exception 'no such org' using errcode = 'XE403';
  end if;
  perform enter_context(p_org, null),
          set_config('app.trace_id', coalesce(p_trace, ''), true),
          set_config('lock_timeout', '10s', true),
          set_config('statement_timeout', '20s', true);
  return p_org;
end
$function$;
grant execute on function enter_org_as_job(uuid,text) to xentri_job;

CREATE OR REPLACE FUNCTION public.enter_org_claiming(p_lock_timeout text, p_statement_timeout text, p_clerk_user text, p_clerk_org text, p_org uuid, p_session text, p_trace text, p_route text, p_key text, p_fingerprint text)
 RETURNS TABLE(org_id uuid, user_id uuid, role text, outcome text, status integer, headers text, body text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  v_member constant record := enter_as_member(p_clerk_user, p_clerk_org, p_org, p_session, p_trace);
  v_org constant uuid := v_member.org_id;
  v_user constant uuid := v_member.user_id;
  v_lock constant bigint := hashtextextended(v_org || ' ' || v_user || ' ' || p_route || ' ' || p_key, 3);
  v_expired boolean;
  v_set text;
begin
  v_set := set_config('lock_timeout', p_lock_timeout, true);
  v_set := set_config('statement_timeout', p_statement_timeout, true);
  if not pg_try_advisory_xact_lock(v_lock) then
    perform pg_advisory_xact_lock(v_lock);
  end if;
  select case when k.fingerprint = p_fingerprint then 'replay' else 'reused' end, k.status, k.headers, k.body, k.expires_at <= now()
    into outcome, status, headers, body, v_expired
    from idempotency_keys k
   where k.org_id = v_org and k.user_id = v_user and k.route = p_route and k.key = p_key;
  if v_expired then
    delete from idempotency_keys k where k.org_id = v_org and k.user_id = v_user and k.route = p_route and k.key = p_key;
  end if;
  if coalesce(v_expired, true) then
    outcome := 'claimed';
  end if;
  org_id := v_org;
  user_id := v_user;
  role := v_member.role;
  return next;
end
$function$;
grant execute on function enter_org_claiming(text,text,text,text,uuid,text,text,text,text,text) to xentri_app;
grant execute on function enter_org_claiming(text,text,text,text,uuid,text,text,text,text,text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.enter_workspace(p_clerk_user text)
 RETURNS TABLE(org_id uuid, user_id uuid, role text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  v_org uuid;
  v_user uuid;
  v_role text;
begin
  select m.org_id, m.user_id, m.role into v_org, v_user, v_role
    from users u
    join memberships m on m.user_id = u.id
    join organizations o on o.id = m.org_id and o.deleted_at is null
   where u.clerk_user_id = p_clerk_user and u.deleted_at is null
   order by m.created_at, m.id
   limit 1;
  if v_org is null then
    return;
  end if;
  perform enter_context(v_org, v_user);
  return query select v_org, v_user, v_role;
end
$function$;
grant execute on function enter_workspace(text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.free_slug(p_wanted text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  v_slug text := p_wanted;
  v_number integer := 1;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_wanted, 2));
  while exists (select 1 from organizations o where o.slug = v_slug and o.deleted_at is null) loop
    v_number := v_number + 1;
    v_slug := rtrim(left(p_wanted, 56), '-') || '-' || v_number;
  end loop;
  return v_slug;
end
$function$;

CREATE OR REPLACE FUNCTION public.give_back_turn(p_clerk_user text, p_holder uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  delete from provider_turns where clerk_user_id = p_clerk_user and holder = p_holder;
  delete from provider_waits where clerk_user_id = p_clerk_user and holder = p_holder;
$function$;
grant execute on function give_back_turn(text,uuid) to xentri_identity;

CREATE OR REPLACE FUNCTION public.has_session_ended(p_session text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ select exists (select 1 from ended_sessions s where s.clerk_session_id = p_session) $function$;
grant execute on function has_session_ended(text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.is_provider_time(p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ select coalesce(p_at > '2000-01-01T00:00Z' and p_at < now() + interval '1 day', false) $function$;

CREATE OR REPLACE FUNCTION public.is_sign_up_session(p_session text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  update users u set sign_up_session_id = p_session
   where u.id = (select current_user_id()) and u.sign_up_session_id is null and u.created_at > now() - interval '1 hour';
  select coalesce((select u.sign_up_session_id = p_session from users u where u.id = (select current_user_id())), false);
$function$;
grant execute on function is_sign_up_session(text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.join_org(p_clerk_user text, p_email text, p_name text, p_avatar text, p_user_at timestamp with time zone, p_clerk_org text, p_org_name text, p_slug text, p_org_at timestamp with time zone, p_made_for text, p_clerk_membership text, p_role text, p_membership_at timestamp with time zone)
 RETURNS TABLE(org_id uuid, user_id uuid, role text, user_is_new boolean, org_is_new boolean, member_is_new boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  v_user uuid;
  v_org uuid;
  v_role text;
  v_user_is_new boolean := false;
  v_org_is_new boolean := false;
  v_member_is_new boolean := false;
begin
  -- Whoever deletes one of them at this very moment has noted it before we look, or waits for us and finds what we make.
  perform pg_advisory_xact_lock(hashtextextended(p_clerk_user, 0));
  perform pg_advisory_xact_lock(hashtextextended(p_clerk_org, 0));
  if p_clerk_membership is not null then
    perform pg_advisory_xact_lock(hashtextextended(p_clerk_membership, 0));
  end if;
  if exists (select 1 from clerk_deletions d where d.clerk_id in (p_clerk_user, p_clerk_org, p_clerk_membership)) then
    return;
  end if;

  -- The locks above let nobody else make either of them meanwhile.
  select u.id into v_user from users u where u.clerk_user_id = p_clerk_user;
  if v_user is null and p_email is not null then
    insert into users (clerk_user_id, email, name, avatar_url, clerk_updated_at)
      values (p_clerk_user, p_email, coalesce(p_name, ''), p_avatar, p_user_at) returning id into v_user;
    v_user_is_new := true;
  end if;
  if v_user is null or exists (select 1 from users u where u.id = v_user and u.deleted_at is not null) then
    return;
  end if;

  select o.id into v_org from organizations o where o.clerk_org_id = p_clerk_org and o.deleted_at is null;
  if v_org is null then
    -- add_org may make it meanwhile.
    insert into organizations (clerk_org_id, name, slug, clerk_updated_at, made_for)
      values (p_clerk_org, p_org_name, free_slug(p_slug), p_org_at, p_made_for)
      on conflict (clerk_org_id) do nothing returning id into v_org;
    v_org_is_new := v_org is not null;
    if v_org is null then
      select o.id into v_org from organizations o where o.clerk_org_id = p_clerk_org and o.deleted_at is null;
    end if;
  end if;
  if v_org is null then
    return;
  end if;
  update organizations o set made_for = p_made_for where o.id = v_org and o.made_for is null and p_made_for is not null;

  insert into memberships (org_id, user_id, clerk_membership_id, role, clerk_updated_at)
    values (v_org, v_user, p_clerk_membership, p_role, p_membership_at)
    on conflict (org_id, user_id) do nothing returning role into v_role;
  v_member_is_new := v_role is not null;
  if not v_member_is_new then
    perform take_in_role(p_clerk_membership, p_clerk_user, p_clerk_org, p_role, p_membership_at);
    select m.role into v_role from memberships m where m.org_id = v_org and m.user_id = v_user;
  end if;

  perform enter_context(v_org, v_user);
  return query select v_org, v_user, v_role, v_user_is_new, v_org_is_new, v_member_is_new;
end
$function$;
grant execute on function join_org(text,text,text,text,timestamp with time zone,text,text,text,timestamp with time zone,text,text,text,timestamp with time zone) to xentri_identity;

CREATE OR REPLACE FUNCTION public.keep_answer(p_user uuid, p_route text, p_key text, p_fingerprint text, p_status integer, p_headers text, p_body text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  v_context constant uuid[] := verified_context();
begin
  if v_context[2] is distinct from p_user or p_user is null then
    raise exception 'another person''s answer' using errcode = 'XE403';
  end if;
  insert into idempotency_keys (org_id, user_id, route, key, fingerprint, status, headers, body)
    values (v_context[1], p_user, p_route, p_key, p_fingerprint, p_status, p_headers, p_body);
end
$function$;
grant execute on function keep_answer(uuid,text,text,text,integer,text,text) to xentri_app;
grant execute on function keep_answer(uuid,text,text,text,integer,text,text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.keep_brief_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  v_before text := coalesce(current_setting('app.current_org_id', true), '');
begin
  perform set_config('app.current_org_id', new.org_id::text, true);
  insert into brief_versions (org_id, brief_id, version, schema_version, sections, section_status, source, restored_from, created_at)
  values (new.org_id, new.id, new.version, new.schema_version, new.sections, new.section_status, new.source, new.restored_from, new.updated_at);
  perform set_config('app.current_org_id', v_before, true);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.keep_relay_lease(p_holder uuid)
 RETURNS TABLE(held boolean, check_due boolean, checked_after uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
  update relay_leases l set held_until = clock_timestamp() + interval '4 seconds'
   where l.name = 'events' and l.holder = p_holder and l.held_until < clock_timestamp() + interval '3 seconds';
  return query select l.holder is not distinct from p_holder, l.check_due_at <= clock_timestamp(), l.checked_after
                 from relay_leases l where l.name = 'events';
end
$function$;
grant execute on function keep_relay_lease(uuid) to xentri_relay;

CREATE OR REPLACE FUNCTION public.knowledge_of(p_message text, p_clerk_user text, p_clerk_org text)
 RETURNS TABLE(message boolean, person boolean, org boolean, member boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select exists (select 1 from clerk_messages m where m.svix_id = p_message),
         exists (select 1 from users u where u.clerk_user_id = p_clerk_user)
           or exists (select 1 from clerk_deletions d where d.clerk_id = p_clerk_user),
         exists (select 1 from organizations o where o.clerk_org_id = p_clerk_org)
           or exists (select 1 from clerk_deletions d where d.clerk_id = p_clerk_org),
         exists (select 1 from memberships m
                   join users u on u.id = m.user_id
                   join organizations o on o.id = m.org_id
                  where u.clerk_user_id = p_clerk_user and o.clerk_org_id = p_clerk_org)
$function$;
grant execute on function knowledge_of(text,text,text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.my_orgs(p_after_at timestamp with time zone, p_after uuid, p_limit integer)
 RETURNS TABLE(id uuid, name text, slug text, role text, created_at timestamp with time zone, membership_id uuid, joined_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select o.id, o.name, o.slug, m.role, o.created_at, m.id, m.created_at
    from memberships m
    join organizations o on o.id = m.org_id and o.deleted_at is null
   where m.user_id = (select current_user_id())
     and (p_after_at is null or (m.created_at, m.id) > (p_after_at, p_after))
   order by m.created_at, m.id
   limit least(p_limit, 101)
$function$;
grant execute on function my_orgs(timestamp with time zone,uuid,integer) to xentri_identity;

CREATE OR REPLACE FUNCTION public.note_deletion(p_clerk_id text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select pg_advisory_xact_lock(hashtextextended(p_clerk_id, 0));
  insert into clerk_deletions (clerk_id) values (p_clerk_id) on conflict do nothing;
  delete from clerk_deletions where clerk_id in (
    select d.clerk_id from clerk_deletions d where d.deleted_at < now() - interval '90 days'
     order by d.deleted_at limit 20 for update skip locked);
$function$;

CREATE OR REPLACE FUNCTION public.note_stream_check(p_holder uuid, p_after uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  update relay_leases l
     set checked_after = p_after,
         check_due_at = case when p_after is null then clock_timestamp() + interval '50 seconds' else l.check_due_at end
   where l.name = 'events' and l.holder = p_holder;
  return found;
end
$function$;
grant execute on function note_stream_check(uuid,uuid) to xentri_relay;

CREATE OR REPLACE FUNCTION public.open_event_log()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  v_before text := coalesce(current_setting('app.current_org_id', true), '');
begin
  perform set_config('app.current_org_id', new.id::text, true);
  insert into event_heads (org_id) values (new.id);
  insert into event_cursors (org_id, sink) values (new.id, 'stream'), (new.id, 'bus');
  perform set_config('app.current_org_id', v_before, true);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.org_made_for(p_clerk_user text, p_made_for text)
 RETURNS TABLE(id uuid, name text, slug text, role text, created_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select o.id, o.name, o.slug, m.role, o.created_at
    from organizations o
    join memberships m on m.org_id = o.id
    join users u on u.id = m.user_id and u.deleted_at is null
   where o.made_for = p_made_for and u.clerk_user_id = p_clerk_user and o.deleted_at is null
   order by o.created_at desc, o.id
   limit 1
$function$;
grant execute on function org_made_for(text,text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.person_of(p_clerk_user text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ select u.id from users u where u.clerk_user_id = p_clerk_user and u.deleted_at is null $function$;
grant execute on function person_of(text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.place_of_event(p_org uuid, p_event uuid)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  perform set_config('app.current_org_id', p_org::text, true);
  return (select e.org_seq from system_events e where e.org_id = p_org and e.id = p_event);
end
$function$;
grant execute on function place_of_event(uuid,uuid) to xentri_app;
grant execute on function place_of_event(uuid,uuid) to xentri_identity;
grant execute on function place_of_event(uuid,uuid) to xentri_job;

CREATE OR REPLACE FUNCTION public.refuse_event_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'system_events is append-only' using errcode = 'XE405';
end
$function$;

CREATE OR REPLACE FUNCTION public.release_relay_lease(p_holder uuid, p_successor boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  update relay_leases l
     set holder = null, held_until = '-infinity', updated_at = clock_timestamp(),
         woken_until = case when p_successor then clock_timestamp() + interval '2 seconds' else '-infinity' end
   where l.name = 'events' and l.holder = p_holder;
  return found;
end
$function$;
grant execute on function release_relay_lease(uuid,boolean) to xentri_relay;

CREATE OR REPLACE FUNCTION public.release_signup_key(p_key bytea, p_fingerprint bytea)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$ delete from signup_keys where key_digest = p_key and fingerprint = p_fingerprint and status is null $function$;
grant execute on function release_signup_key(bytea,bytea) to xentri_identity;

CREATE OR REPLACE FUNCTION public.stale_memberships(p_clerk_user text, p_memberships text[], p_ats timestamp with time zone[])
 RETURNS SETOF text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select told.id
    from unnest(p_memberships, p_ats) as told (id, at)
   where not exists (select 1 from clerk_deletions d where d.clerk_id = told.id)
     and not exists (select 1 from memberships m
                       join users u on u.id = m.user_id
                      where u.clerk_user_id = p_clerk_user and m.clerk_membership_id = told.id and m.clerk_updated_at >= told.at)
$function$;
grant execute on function stale_memberships(text,text[],timestamp with time zone[]) to xentri_identity;

CREATE OR REPLACE FUNCTION public.standing_of(p_clerk_user text)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select case
    when exists (select 1 from clerk_deletions d where d.clerk_id = p_clerk_user)
      or exists (select 1 from users u where u.clerk_user_id = p_clerk_user and u.deleted_at is not null) then 'deleted'
    when exists (select 1 from users u
                   join memberships m on m.user_id = u.id
                   join organizations o on o.id = m.org_id and o.deleted_at is null
                  where u.clerk_user_id = p_clerk_user) then 'member'
    else 'none' end
$function$;
grant execute on function standing_of(text) to xentri_app;
grant execute on function standing_of(text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.take_in_membership_deletion(p_clerk_membership text, p_clerk_user text, p_clerk_org text)
 RETURNS TABLE(org_id uuid, user_id uuid, role text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  v_org uuid;
  v_user uuid;
  v_role text;
begin
  perform note_deletion(p_clerk_membership);
  delete from memberships m using users u, organizations o
   where m.user_id = u.id and m.org_id = o.id
     and (m.clerk_membership_id = p_clerk_membership
          or (m.clerk_membership_id is null and u.clerk_user_id = p_clerk_user and o.clerk_org_id = p_clerk_org))
     and u.clerk_user_id = coalesce(p_clerk_user, u.clerk_user_id) and o.clerk_org_id = coalesce(p_clerk_org, o.clerk_org_id)
   returning m.org_id, m.user_id, m.role into v_org, v_user, v_role;
  if v_org is null then
    return;
  end if;
  perform enter_context(v_org, null);
  return query select v_org, v_user, v_role;
end
$function$;
grant execute on function take_in_membership_deletion(text,text,text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.take_in_message(p_id text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  v_rows integer;
begin
  insert into clerk_messages (svix_id) values (p_id) on conflict do nothing;
  get diagnostics v_rows = row_count;
  delete from clerk_messages where svix_id in (
    select m.svix_id from clerk_messages m where m.received_at < now() - interval '30 days'
     order by m.received_at limit 20 for update skip locked);
  return v_rows = 1;
end
$function$;
grant execute on function take_in_message(text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.take_in_org(p_clerk_org text, p_name text, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  update organizations o
     set version = o.version + case when o.name <> p_name then 1 else 0 end,
         name = coalesce(p_name, o.name), clerk_updated_at = p_at, updated_at = now()
   where o.clerk_org_id = p_clerk_org and is_provider_time(p_at) and (o.clerk_updated_at is null or o.clerk_updated_at < p_at);
  return found;
end
$function$;
grant execute on function take_in_org(text,text,timestamp with time zone) to xentri_identity;

CREATE OR REPLACE FUNCTION public.take_in_org_deletion(p_clerk_org text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select note_deletion(p_clerk_org);
  update organizations o set deleted_at = now(), updated_at = now() where o.clerk_org_id = p_clerk_org and o.deleted_at is null;
$function$;
grant execute on function take_in_org_deletion(text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.take_in_role(p_clerk_membership text, p_clerk_user text, p_clerk_org text, p_role text, p_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  update memberships m
     set role = case when p_role is null or (m.role = 'owner' and p_role = 'admin') then m.role else p_role end,
         clerk_membership_id = p_clerk_membership, clerk_updated_at = p_at, updated_at = now()
    from users u, organizations o
   where u.clerk_user_id = p_clerk_user and o.clerk_org_id = p_clerk_org and m.user_id = u.id and m.org_id = o.id
     and is_provider_time(p_at) and (m.clerk_updated_at is null or m.clerk_updated_at < p_at)
     and not exists (select 1 from clerk_deletions d where d.clerk_id = p_clerk_membership);
  return found;
end
$function$;
grant execute on function take_in_role(text,text,text,text,timestamp with time zone) to xentri_identity;

CREATE OR REPLACE FUNCTION public.take_in_user(p_clerk_user text, p_email text, p_name text, p_avatar text, p_avatar_is_told boolean, p_at timestamp with time zone)
 RETURNS TABLE(org_id uuid, user_id uuid, fields text[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  v_old users%rowtype;
  v_email text;
  v_name text;
  v_avatar text;
  v_fields text[];
  v_org uuid;
begin
  select u.* into v_old from users u where u.clerk_user_id = p_clerk_user and u.deleted_at is null for update;
  if v_old.id is null or not is_provider_time(p_at) or v_old.clerk_updated_at >= p_at then
    return;
  end if;
  v_email := coalesce(p_email, v_old.email);
  v_name := coalesce(p_name, v_old.name);
  v_avatar := case when v_old.avatar_is_own or not p_avatar_is_told then v_old.avatar_url else p_avatar end;
  v_fields := array_remove(array[
    case when v_old.email <> v_email then 'email' end,
    case when v_old.name <> v_name then 'name' end,
    case when v_old.avatar_url is distinct from v_avatar then 'avatar_url' end], null);
  update users u
     set email = v_email, name = v_name, avatar_url = v_avatar, clerk_updated_at = p_at,
         version = u.version + case when cardinality(v_fields) > 0 then 1 else 0 end, updated_at = now()
   where u.id = v_old.id;
  select w.org_id into v_org from enter_workspace(p_clerk_user) w;
  if v_org is not null and cardinality(v_fields) > 0 then
    return query select v_org, v_old.id, v_fields;
  end if;
end
$function$;
grant execute on function take_in_user(text,text,text,text,boolean,timestamp with time zone) to xentri_identity;

CREATE OR REPLACE FUNCTION public.take_in_user_deletion(p_clerk_user text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select note_deletion(p_clerk_user);
  update users u
     set email = 'deleted', name = '', avatar_url = null, avatar_is_own = false, sign_up_session_id = null,
         deleted_at = coalesce(u.deleted_at, now()), version = u.version + 1, updated_at = now()
   where u.clerk_user_id = p_clerk_user and (u.deleted_at is null or u.email <> 'deleted');
$function$;
grant execute on function take_in_user_deletion(text) to xentri_identity;

CREATE OR REPLACE FUNCTION public.take_relay_lease(p_holder uuid, p_sweep boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if p_sweep then
    update relay_leases l set check_due_at = least(l.check_due_at, clock_timestamp()) where l.name = 'events';
  end if;
  update relay_leases l
     set holder = p_holder, held_until = clock_timestamp() + interval '4 seconds', woken_until = '-infinity', updated_at = clock_timestamp()
   where l.name = 'events' and (l.held_until <= clock_timestamp() or l.holder = p_holder);
  return found;
end
$function$;
grant execute on function take_relay_lease(uuid,boolean) to xentri_relay;

CREATE OR REPLACE FUNCTION public.take_turn(p_clerk_user text, p_holder uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$;
grant execute on function take_turn(text,uuid) to xentri_identity;

CREATE OR REPLACE FUNCTION public.take_turn_in_line(p_clerk_user text, p_holder uuid, p_pause_ms integer, p_longest_ms integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$;
grant execute on function take_turn_in_line(text,uuid,integer,integer) to xentri_identity;

CREATE OR REPLACE FUNCTION public.turn_unless(p_found boolean, p_clerk_user text, p_holder uuid, p_pause_ms integer, p_longest_ms integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if p_found then
    perform give_back_turn(p_clerk_user, p_holder);
    return -1;
  end if;
  return take_turn_in_line(p_clerk_user, p_holder, p_pause_ms, p_longest_ms);
end
$function$;
grant execute on function turn_unless(boolean,text,uuid,integer,integer) to xentri_identity;

CREATE OR REPLACE FUNCTION public.verified_context()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED
AS $function$
declare
  v_org constant text := current_setting('app.current_org_id', true);
  v_entered constant bytea := convert_to(current_setting('app.entered', true), 'UTF8');
  v_at constant integer := position(convert_to(v_org, 'UTF8') in v_entered);
  v_who constant bytea := substr(v_entered, v_at, 72);
begin
  if octet_length(v_org) = 36 and v_at > 0 and substr(v_entered, v_at + 72, 64) = context_signature(v_who) then
    return array[v_org::uuid, nullif(rtrim(convert_from(substr(v_who, 37), 'UTF8')), '')::uuid];
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.wake_relay()
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$;
grant execute on function wake_relay() to xentri_app;
grant execute on function wake_relay() to xentri_identity;
grant execute on function wake_relay() to xentri_job;
