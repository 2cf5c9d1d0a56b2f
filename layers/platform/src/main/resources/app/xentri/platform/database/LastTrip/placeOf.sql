select org_seq from system_events where id = ?
