update users
   set name = :name, avatar_url = :avatarUrl, theme = :theme, version = :version, updated_at = now(),
       clerk_updated_at = greatest(clerk_updated_at, :providerAt::timestamptz)
 where id = :user
