-- xentri_app is left with what members' functions do: it enters an org as a person, and works by grants within it. To be run when every
-- identity function signs in as xentri_identity and every consumer as xentri_job; functions from before would be refused.

do $$
declare
  v_function record;
begin
  for v_function in
    select p.oid::regprocedure as signature
      from pg_proc p
     where p.pronamespace = 'public'::regnamespace
       and p.proname not in ('enter_org', 'claim_idempotency_key', 'keep_answer', 'emit_event', 'wake_relay', 'place_of_event', 'standing_of',
                             'current_org_id', 'current_user_id')
  loop
    execute format('revoke all on function %s from public, xentri_app', v_function.signature);
  end loop;
end
$$;

alter policy tenant_change on users to xentri_identity;
revoke update (name, avatar_url, theme, clerk_updated_at, version, updated_at, avatar_is_own) on users from xentri_app;
revoke update (name, version, updated_at) on organizations from xentri_app;

alter policy tenant on consumed_events to xentri_job;
revoke all on consumed_events from xentri_app;

-- Reached by definer functions only.
drop policy tenant on event_heads;
drop policy tenant on event_cursors;
drop policy tenant on idempotency_keys;
revoke all on event_heads, event_cursors, idempotency_keys from xentri_app;
revoke all (org_id, user_id, route, key, fingerprint, status, headers, body) on idempotency_keys from xentri_app;
