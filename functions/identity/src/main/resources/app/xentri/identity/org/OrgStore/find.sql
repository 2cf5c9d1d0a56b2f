select o.id, o.name, o.slug, o.role, o.created_at, turn_unless(o.id is not null, :turn, :holder, :pause, :longest) as place
  from (select) as one
  left join org_made_for(:clerk_user, :made_for) o on true
