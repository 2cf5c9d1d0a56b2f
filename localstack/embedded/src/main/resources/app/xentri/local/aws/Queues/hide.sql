update queue_messages set visible_at = clock_timestamp() + make_interval(secs => :visibility)
where queue = :queue and receipt = :receipt and visible_at > clock_timestamp()
