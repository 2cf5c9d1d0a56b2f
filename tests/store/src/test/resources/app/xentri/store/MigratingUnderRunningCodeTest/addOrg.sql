select org_id from add_org('org_new', 'New', 'new', now(), null, 'orgmem_new', now())
