update queue_messages set queue = :dead_letters, receives = 0, receipt = null
where queue = :queue and visible_at <= clock_timestamp() and receives >= :max_receives
