insert into clerk.attempts (id, client_id, state, created_at)
values (?, ?, ?::jsonb, ?)
on conflict (id) do update set state = excluded.state
