insert into queues (name, fifo, dead_letters, max_receives)
values (:name, :fifo, :dead_letters, :max_receives)
on conflict (name) do update set dead_letters = excluded.dead_letters, max_receives = excluded.max_receives
