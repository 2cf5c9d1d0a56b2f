insert into states_machines (name, created_at) values (?, ?)
on conflict (name) do update set name = excluded.name
returning created_at
