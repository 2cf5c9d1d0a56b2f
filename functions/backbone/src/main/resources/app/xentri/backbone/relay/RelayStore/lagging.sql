-- Orgs with events that the sink has not got; those that have waited longest first.
select c.org_id
  from event_cursors c
  join event_heads h on h.org_id = c.org_id
 where c.sink = :sink
   and c.last_seq < h.last_seq
   and c.org_id <> all (:parked::uuid[])
 order by c.updated_at
 limit :limit
