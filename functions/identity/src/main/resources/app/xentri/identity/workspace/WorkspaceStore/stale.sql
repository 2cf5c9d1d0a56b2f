select id from stale_memberships(:clerkUser, :memberships::text[], :ats::timestamptz[]) as id
