update event_cursors c
   set last_seq = p.last_seq, updated_at = clock_timestamp()
  from unnest(:orgs::uuid[], :seqs::bigint[]) as p (org_id, last_seq)
 where c.org_id = p.org_id
   and c.sink = :sink
