insert into bus_events (id, bus, event) values (?, ?, ?)
