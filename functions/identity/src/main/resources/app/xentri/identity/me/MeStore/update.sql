update users
   set name = :name, avatar_is_own = avatar_is_own or avatar_url is distinct from :avatarUrl, avatar_url = :avatarUrl, theme = :theme, version = :version, updated_at = now(),
       clerk_updated_at = greatest(clerk_updated_at, :providerAt::timestamptz)
 where id = :user
