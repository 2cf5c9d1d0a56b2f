select message_id from queue_messages
where queue = :queue and deduplication = :deduplication and sent_at > clock_timestamp() - interval '5 minutes'
