select u.*
from clerk.external_accounts a
join clerk.users u on u.id = a.user_id
where a.provider = ? and a.provider_user_id = ?
