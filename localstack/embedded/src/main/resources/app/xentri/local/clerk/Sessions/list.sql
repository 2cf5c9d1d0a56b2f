select *, count(*) over () as total
from clerk.sessions
where (?::text is null or client_id = ?)
  and (?::text is null or user_id = ?)
  and (?::text is null or case when status = 'active' and expire_at <= ? then 'expired' else status end = ?)
order by created_at desc, id
limit ? offset ?
