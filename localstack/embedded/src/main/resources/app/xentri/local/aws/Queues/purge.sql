delete from queue_messages where queue = :queue
