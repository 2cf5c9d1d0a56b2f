-- What the next streams should have: the event at the cursor. An org without that event has a gap.
select c.org_id, c.last_seq as cursor_seq, e.id as event_id
  from event_cursors c
  left join system_events e on e.org_id = c.org_id and e.org_seq = c.last_seq
 where c.sink = 'stream'
   and (:after::uuid is null or c.org_id > :after::uuid)
 order by c.org_id
 limit :most;
commit
