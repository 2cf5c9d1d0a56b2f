select fired_at from schedule_firings where name = ? and expression = ?
