select name, fifo, dead_letters, max_receives from queues where name = :name
