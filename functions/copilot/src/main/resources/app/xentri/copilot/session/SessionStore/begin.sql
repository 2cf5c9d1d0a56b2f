-- Nothing happens where another session of the org is open; two that begin at once meet in the index.
with begun as (
  insert into brief_sessions (org_id, id, state, version, reply, quick_replies, can_draft, progress, still_open, draft, accepted, left_as_draft, changed, memory,
                              said, gone, basis, basis_version, cause_id, created_at, updated_at)
  values ((select current_org_id()), :id, :state, :version, :reply, :quick_replies::jsonb, :can_draft, :progress::jsonb, :still_open::jsonb, :draft::jsonb,
          :accepted::jsonb, :left_as_draft::jsonb, :changed::jsonb, :memory::jsonb, :said, :gone::jsonb, :basis::jsonb, :basis_version, :cause_id, :created_at, :updated_at)
  on conflict (org_id) where state <> 'approved' do nothing
  returning org_id, id, created_at
), told as (
  insert into brief_messages (org_id, id, session_id, seq, role, text, sections, created_at)
  select begun.org_id, m.id, begun.id, m.seq, m.role, m.text, m.sections, begun.created_at
    from begun, jsonb_to_recordset(:messages::jsonb) as m (id uuid, seq integer, role text, text text, sections jsonb)
)
select count(*)::integer from begun
