with brief as (
  insert into briefs (org_id, id, version, sections, section_status, causes, created_at, updated_at)
  values ((select current_org_id()), :brief_id, :brief_version, :brief_sections::jsonb, :brief_status::jsonb, :brief_causes::jsonb, :brief_updated_at,
          :brief_updated_at)
  on conflict on constraint briefs_org_has_one do update
     set version = excluded.version, sections = excluded.sections, section_status = excluded.section_status, source = 'conversation', restored_from = null,
         causes = briefs.causes || excluded.causes, updated_at = excluded.updated_at
  returning id, version
), saved as (
  update brief_sessions
     set state = :state, version = :version, reply = :reply, quick_replies = :quick_replies::jsonb, can_draft = :can_draft,
         progress = :progress::jsonb, still_open = :still_open::jsonb, draft = :draft::jsonb, accepted = :accepted::jsonb,
         left_as_draft = :left_as_draft::jsonb, changed = :changed::jsonb, memory = :memory::jsonb, said = :said, gone = :gone::jsonb,
         last_answer = :last_answer::jsonb,
         basis = :basis::jsonb, basis_version = :basis_version, cause_id = :cause_id, updated_at = :updated_at,
         brief_id = brief.id, brief_version = brief.version
    from brief
   where brief_sessions.id = :id
  returning brief_sessions.org_id, brief_sessions.id, brief_sessions.updated_at
)
insert into brief_messages (org_id, id, session_id, seq, role, text, sections, created_at)
select saved.org_id, m.id, saved.id, m.seq, m.role, m.text, m.sections, saved.updated_at
  from saved, jsonb_to_recordset(:messages::jsonb) as m (id uuid, seq integer, role text, text text, sections jsonb)
