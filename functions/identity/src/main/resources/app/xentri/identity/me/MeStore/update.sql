update users
   set name = :name, avatar_is_own = avatar_is_own or avatar_url is distinct from :avatar_url, avatar_url = :avatar_url, theme = :theme, version = :version, updated_at = now(),
       clerk_updated_at = greatest(clerk_updated_at, :provider_at::timestamptz)
 where id = :user
