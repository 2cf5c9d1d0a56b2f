-- Always one row; an org has at most one open session and one Brief.
select s.id, s.state, s.version, s.reply, s.quick_replies::text, s.can_draft, s.progress::text, s.still_open::text, s.draft::text,
       s.accepted::text, s.left_as_draft::text, s.changed::text, s.memory::text, s.gone::text, s.last_answer::text, s.said, s.cause_id, s.brief_id as became_brief_id,
       s.brief_version as became_brief_version, s.basis_version, s.created_at, s.updated_at,
       case when b.version > s.basis_version then s.basis::text end as basis,
       b.id as brief_id, b.version as brief_version, b.sections::text as brief_sections,
       b.section_status::text as brief_status, b.updated_at as brief_updated_at,
       coalesce((
         select jsonb_agg(to_jsonb(m) order by m.seq desc)
           from (select id, seq, role, text, sections, created_at from brief_messages
                  where brief_messages.org_id = s.org_id and brief_messages.session_id = s.id
                  order by seq desc
                  limit :words) as m), '[]')::text as newest
  from (values (1)) as always
  left join brief_sessions s on s.state <> 'approved'
  left join briefs b on true
