select take_relay_lease(:holder::uuid, :sweep) as taken; commit
