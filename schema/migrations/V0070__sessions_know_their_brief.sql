-- A draft is made of the Brief as it stood then. When the Brief has moved on since, the two are merged, and for that it must be known what
-- the draft was made of: its version, and what it said. Null beside version 0: there was no Brief.
alter table brief_sessions
  add column basis jsonb,
  add column basis_version bigint not null default 0,
  add constraint brief_sessions_basis_is_an_object check (jsonb_typeof(basis) = 'object'),
  add constraint brief_sessions_basis_version_is_not_negative check (basis_version >= 0);
grant insert (basis, basis_version) on brief_sessions to xentri_app;
grant update (basis, basis_version) on brief_sessions to xentri_app;

-- Row-level security holds the owner, too; what is filled here is seen through policies that live as long as this migration.
create policy filling on briefs for select to xentri_owner using (true);
create policy filling on brief_sessions to xentri_owner using (true) with check (true);

-- Where the Brief is older than the session, it is what the draft was made of.
update brief_sessions s
   set basis_version = b.version,
       basis = jsonb_build_object('sections', b.sections, 'status', b.section_status)
  from briefs b
 where b.org_id = s.org_id and s.state <> 'approved' and b.updated_at <= s.created_at;

-- Where it has moved on, that is lost. Sections that the session has left alone are what they were made of; the others are merged as if
-- both had been written anew, so that nothing of either is lost.
update brief_sessions s
   set basis = jsonb_build_object(
         'sections', (select coalesce(jsonb_object_agg(section.key, section.value), '{}')
                        from jsonb_each(s.draft) section
                       where not s.changed ? section.key),
         'status', '{}'::jsonb)
  from briefs b
 where b.org_id = s.org_id and s.state <> 'approved' and b.updated_at > s.created_at;

drop policy filling on briefs;
drop policy filling on brief_sessions;
