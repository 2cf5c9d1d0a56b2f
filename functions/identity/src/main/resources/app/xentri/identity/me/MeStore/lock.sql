select u.id, u.email, u.name, u.avatar_url, u.theme, u.version, o.id as org_id, o.name as org_name, o.slug as org_slug
  from users u
  join organizations o on o.id = :org
 where u.id = :user
   for update of u
