select take_in_org(:clerk_org, :name, :at)
