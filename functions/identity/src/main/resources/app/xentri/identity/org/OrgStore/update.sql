update organizations
   set name = :name, name_settled = :name_settled, version = :version, updated_at = now(),
       clerk_updated_at = greatest(clerk_updated_at, :provider_at::timestamptz)
 where id = (select current_org_id())
