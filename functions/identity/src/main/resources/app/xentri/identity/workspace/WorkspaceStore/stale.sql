select id from stale_memberships(:clerk_user, :memberships::text[], :ats::timestamptz[]) as id
