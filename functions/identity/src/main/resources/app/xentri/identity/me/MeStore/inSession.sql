select u.id, u.email, u.name, u.avatar_url, u.theme, u.version, o.id as org_id, o.name as org_name, o.slug as org_slug, o.name_settled, m.role,
       is_sign_up_session(:session) as signed_up
  from users u
  join organizations o on o.id = (select current_org_id())
  join memberships m on m.org_id = o.id and m.user_id = u.id
 where u.id = (select current_user_id())
