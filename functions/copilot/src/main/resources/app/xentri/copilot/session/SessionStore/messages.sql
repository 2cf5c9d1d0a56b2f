-- One row without a message says that the session is there and holds nothing more.
select m.id, m.seq, m.role, m.text, m.sections::text, m.created_at
  from brief_sessions s
  left join lateral (
    select * from brief_messages
     where brief_messages.org_id = s.org_id and brief_messages.session_id = s.id
       and (:before::integer is null or brief_messages.seq < :before::integer)
     order by brief_messages.seq desc
     limit :limit) m on true
 where s.id = :session
 order by m.seq desc
