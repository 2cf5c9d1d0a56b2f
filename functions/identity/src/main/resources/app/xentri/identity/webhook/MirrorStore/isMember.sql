select turn_unless(k.member, :turn, :holder, :pause, :longest) as place
  from knowledge_of(null, :clerk_user, :clerk_org) k
