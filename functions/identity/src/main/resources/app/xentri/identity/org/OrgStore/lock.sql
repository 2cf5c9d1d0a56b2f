select o.id, o.name, o.slug, m.role, o.created_at, o.version, o.name_settled, o.clerk_org_id
  from organizations o
  join memberships m on m.org_id = o.id and m.user_id = (select current_user_id())
 where o.id = (select current_org_id())
   for update of o
