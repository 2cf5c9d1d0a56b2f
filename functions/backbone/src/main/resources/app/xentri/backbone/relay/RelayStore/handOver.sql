select release_relay_lease(:holder::uuid, true) as released; commit
