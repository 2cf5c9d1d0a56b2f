select w.org_id, w.user_id, w.role, turn_unless(w.org_id is not null, :turn, :holder, :pause, :longest) as place
  from (select) as one
  left join enter_workspace(:clerk_user) w on true
