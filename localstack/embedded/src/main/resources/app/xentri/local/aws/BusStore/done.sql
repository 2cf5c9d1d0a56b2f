delete from bus_deliveries where id = ?
