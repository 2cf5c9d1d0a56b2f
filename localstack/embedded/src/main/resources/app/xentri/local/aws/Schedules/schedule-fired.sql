insert into schedule_firings (name, expression, fired_at) values (?, ?, ?)
on conflict (name) do update set expression = excluded.expression, fired_at = excluded.fired_at
