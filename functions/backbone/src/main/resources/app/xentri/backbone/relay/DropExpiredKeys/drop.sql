delete from idempotency_keys k
 using (select org_id, user_id, route, key from idempotency_keys where expires_at <= now() order by expires_at limit :limit) e
 where k.org_id = e.org_id and k.user_id = e.user_id and k.route = e.route and k.key = e.key
