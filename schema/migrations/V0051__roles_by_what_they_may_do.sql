-- Two more roles, which an administrator has made before this runs: xentri_identity makes and follows people and orgs, xentri_job acts on
-- events without a person. Nothing is taken from xentri_app yet: V0052 does that when no function signs in as it for their work any more.

grant usage on schema public to xentri_identity, xentri_job;

do $$
declare
  v_function record;
begin
  for v_function in
    select p.oid::regprocedure as signature, p.proname as name
      from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype and has_function_privilege('xentri_app', p.oid, 'execute')
  loop
    if v_function.name <> 'enter_org_as_job' then
      execute format('grant execute on function %s to xentri_identity', v_function.signature);
    end if;
    if v_function.name in ('enter_org_as_job', 'emit_event', 'wake_relay', 'place_of_event', 'current_org_id', 'current_user_id') then
      execute format('grant execute on function %s to xentri_job', v_function.signature);
    end if;
  end loop;
end
$$;

-- One's own row, and one's org.
alter policy tenant on organizations to xentri_app, xentri_identity;
alter policy tenant on memberships to xentri_app, xentri_identity;
alter policy tenant_read on users to xentri_app, xentri_identity;
alter policy tenant_change on users to xentri_app, xentri_identity;
grant select on organizations, memberships to xentri_identity;
grant update (name, version, updated_at) on organizations to xentri_identity;
grant select (id, clerk_user_id, email, name, avatar_url, theme, clerk_updated_at, version, created_at, updated_at, avatar_is_own) on users to xentri_identity;
grant update (name, avatar_url, theme, clerk_updated_at, version, updated_at, avatar_is_own) on users to xentri_identity;

-- What a consumer reads, and notes as taken in.
alter policy tenant on system_events to xentri_app, xentri_job;
alter policy tenant on consumed_events to xentri_app, xentri_job;
grant select on system_events to xentri_job;
grant select, insert on consumed_events to xentri_job;
