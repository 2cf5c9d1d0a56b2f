insert into queue_messages (queue, body, attributes, message_group, deduplication, visible_at)
values (:queue, :body, :attributes, :message_group, :deduplication, clock_timestamp() + make_interval(secs => :delay))
returning message_id
