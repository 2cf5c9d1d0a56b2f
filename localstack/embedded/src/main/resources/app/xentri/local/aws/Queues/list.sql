select name from queues where starts_with(name, :prefix) order by name
