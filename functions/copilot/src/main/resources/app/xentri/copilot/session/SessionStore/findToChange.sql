select s.id, s.state, s.version, s.reply, s.quick_replies::text, s.can_draft, s.progress::text, s.still_open::text, s.draft::text,
       s.accepted::text, s.left_as_draft::text, s.changed::text, s.memory::text, s.said, s.cause_id, s.brief_id as became_brief_id,
       s.brief_version as became_brief_version, s.created_at, s.updated_at
  from brief_sessions s
 where s.id = :id
   for update
