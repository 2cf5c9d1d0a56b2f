with saved as (
  update brief_sessions
     set state = :state, version = :version, reply = :reply, quick_replies = :quick_replies::jsonb, can_draft = :can_draft,
         progress = :progress::jsonb, still_open = :still_open::jsonb, draft = :draft::jsonb, accepted = :accepted::jsonb,
         left_as_draft = :left_as_draft::jsonb, changed = :changed::jsonb, memory = :memory::jsonb, said = :said, gone = :gone::jsonb,
         last_answer = :last_answer::jsonb,
         basis = coalesce(:basis::jsonb, basis), basis_version = :basis_version, cause_id = :cause_id, updated_at = :updated_at
   where id = :id
  returning org_id, id, updated_at
)
insert into brief_messages (org_id, id, session_id, seq, role, text, sections, created_at)
select saved.org_id, m.id, saved.id, m.seq, m.role, m.text, m.sections, saved.updated_at
  from saved, jsonb_to_recordset(:messages::jsonb) as m (id uuid, seq integer, role text, text text, sections jsonb)
