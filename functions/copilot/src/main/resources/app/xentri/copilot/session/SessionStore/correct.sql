-- The answer and the reply to it keep their ids and places; what the co-pilot said after them goes.
with saved as (
  update brief_sessions
     set state = :state, version = :version, reply = :reply, quick_replies = :quick_replies::jsonb, can_draft = :can_draft,
         progress = :progress::jsonb, still_open = :still_open::jsonb, draft = :draft::jsonb, accepted = :accepted::jsonb,
         left_as_draft = :left_as_draft::jsonb, changed = :changed::jsonb, memory = :memory::jsonb, said = :said, gone = :gone::jsonb,
         last_answer = :last_answer::jsonb,
         basis = coalesce(:basis::jsonb, basis), basis_version = :basis_version, cause_id = :cause_id, updated_at = :updated_at
   where id = :id
  returning org_id, id, updated_at
), later as (
  delete from brief_messages
   using saved
   where brief_messages.org_id = saved.org_id and brief_messages.session_id = saved.id and brief_messages.seq > :said
)
update brief_messages
   set text = m.text, sections = m.sections, created_at = saved.updated_at, updated_at = saved.updated_at
  from saved, jsonb_to_recordset(:messages::jsonb) as m (id uuid, seq integer, role text, text text, sections jsonb)
 where brief_messages.org_id = saved.org_id and brief_messages.session_id = saved.id and brief_messages.seq = m.seq
returning brief_messages.id, brief_messages.seq, brief_messages.role, brief_messages.text, brief_messages.sections::text, brief_messages.created_at
