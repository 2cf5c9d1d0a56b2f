-- The Brief comes along where it has moved on since the draft was made of it.
select s.id, s.state, s.version, s.reply, s.quick_replies::text, s.can_draft, s.progress::text, s.still_open::text, s.draft::text,
       s.accepted::text, s.left_as_draft::text, s.changed::text, s.memory::text, s.gone::text, s.last_answer::text, s.said, s.cause_id, s.brief_id as became_brief_id,
       s.brief_version as became_brief_version, s.basis_version, s.created_at, s.updated_at,
       case when b.id is not null then s.basis::text end as basis,
       b.id as brief_id, b.version as brief_version, b.sections::text as brief_sections,
       b.section_status::text as brief_status, b.updated_at as brief_updated_at
  from brief_sessions s
  left join briefs b on b.version > s.basis_version and s.state <> 'approved'
 where s.id = :id
