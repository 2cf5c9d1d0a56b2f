insert into clerk.email_addresses (id, user_id, email, state, created_at)
values (:id, :userId, :email, :state::jsonb, :createdAt)
on conflict (id) do update set state = excluded.state
