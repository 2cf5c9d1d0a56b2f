-- Every version of a Brief, as it was: who made it, how, and what it said. Nobody changes or removes one.

-- How the version that stands came about. Functions from before say nothing; what they approve or edit is called a conversation's.
alter table briefs
  add column source text not null default 'conversation',
  add column restored_from bigint,
  add constraint briefs_source_is_known check (source in ('conversation', 'edit', 'restore')),
  add constraint briefs_are_restored_from_a_version_exactly_by_a_restore check ((source = 'restore') = (restored_from is not null)),
  add constraint briefs_are_restored_from_an_earlier_version check (restored_from < version);
grant insert (source, restored_from) on briefs to xentri_app;
grant update (source, restored_from) on briefs to xentri_app;

create table brief_versions (
  org_id uuid not null,
  brief_id uuid not null,
  version bigint not null,
  schema_version text not null,
  sections jsonb not null,
  section_status jsonb not null,
  source text not null,
  restored_from bigint,
  -- Whoever is signed in: no function may say somebody else. Null for what was there before versions were kept.
  author_id uuid default current_user_id(),
  created_at timestamptz not null,
  constraint brief_versions_pkey primary key (org_id, brief_id, version),
  constraint brief_versions_brief_exists foreign key (org_id, brief_id) references briefs (org_id, id) on delete cascade,
  constraint brief_versions_source_is_known check (source in ('conversation', 'edit', 'restore')),
  constraint brief_versions_version_is_positive check (version > 0)
);

-- What stands now is the first version that is known of a Brief from before. The owner is held by the policies too, except for this.
alter table briefs no force row level security;
insert into brief_versions (org_id, brief_id, version, schema_version, sections, section_status, source, author_id, created_at)
select b.org_id, b.id, b.version, b.schema_version, b.sections, b.section_status, case b.version when 1 then 'conversation' else 'edit' end, null, b.updated_at
  from briefs b;
alter table briefs force row level security;

alter table brief_versions enable row level security;
alter table brief_versions force row level security;
create policy tenant on brief_versions to xentri_app
  using (org_id = (select current_org_id()))
  with check (org_id = (select current_org_id()));
create policy definer on brief_versions to xentri_owner
  using (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid))
  with check (org_id = (select nullif(current_setting('app.current_org_id', true), '')::uuid));
grant select on brief_versions to xentri_app;

-- Whatever writes a version of a Brief keeps it, so that no statement can forget to; and nobody else can write one. That the Brief is the
-- writer's own its policy has said; the context is its org's for as long as this takes, because the owner is held by the policies too.
create function keep_brief_version() returns trigger
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_before text := coalesce(current_setting('app.current_org_id', true), '');
begin
  perform set_config('app.current_org_id', new.org_id::text, true);
  insert into brief_versions (org_id, brief_id, version, schema_version, sections, section_status, source, restored_from, created_at)
  values (new.org_id, new.id, new.version, new.schema_version, new.sections, new.section_status, new.source, new.restored_from, new.updated_at);
  perform set_config('app.current_org_id', v_before, true);
  return null;
end
$$;
revoke all on function keep_brief_version() from public;
create trigger briefs_keep_their_first_version after insert on briefs
  for each row execute function keep_brief_version();
create trigger briefs_keep_each_version after update on briefs
  for each row when (new.version <> old.version) execute function keep_brief_version();
