select org_seq from system_events where (:type::text is null or type = :type::text) order by org_seq desc
