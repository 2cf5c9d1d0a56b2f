select name from queues where name = :queue for update
