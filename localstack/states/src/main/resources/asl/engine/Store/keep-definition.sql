insert into states_definitions (key, text) values (?, ?) on conflict (key) do nothing
