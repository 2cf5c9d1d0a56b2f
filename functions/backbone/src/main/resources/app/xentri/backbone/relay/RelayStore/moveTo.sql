-- Sets cursors of the stream, backwards too, under the lease only.
with moved as (
  update event_cursors c
     set last_seq = p.last_seq, updated_at = clock_timestamp()
    from unnest(:orgs::uuid[], :seqs::bigint[]) as p (org_id, last_seq), keep_relay_lease(:holder::uuid) l
   where l.held
     and c.org_id = p.org_id
     and c.sink = 'stream'
  returning c.org_id
)
select count(*) as moved from moved;
commit
