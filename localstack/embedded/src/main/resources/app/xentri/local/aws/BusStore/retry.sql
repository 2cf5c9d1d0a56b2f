update bus_deliveries set attempts = attempts + 1, due_at = now() + make_interval(secs => ?) where id = ?
