-- What the log has where streams say that they have got to.
select p.org_id, c.last_seq as cursor_seq, h.last_seq as head_seq, e.id as event_id
  from unnest(:orgs::uuid[], :seqs::bigint[]) as p (org_id, seq)
  join event_cursors c on c.org_id = p.org_id and c.sink = 'stream'
  join event_heads h on h.org_id = p.org_id
  left join system_events e on e.org_id = p.org_id and e.org_seq = p.seq;
commit
