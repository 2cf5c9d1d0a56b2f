update users set name = :name, avatar_url = :avatarUrl, theme = :theme, version = :version, updated_at = now()
 where id = :user
