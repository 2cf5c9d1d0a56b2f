insert into clerk.external_accounts (id, user_id, provider, provider_user_id, email, first_name, last_name, created_at)
values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict on constraint external_accounts_one_per_provider_user do nothing
