-- Each look of those who wait for a turn, each return of one, and what led to an organization of one's own was several statements, and each
-- statement a round trip. What belongs together is asked in one now.

-- Looks for the caller: -1 if what they wanted is there, and their place goes to whoever is next. Else as take_turn_in_line.
create function turn_unless(p_found boolean, p_clerk_user text, p_holder uuid, p_pause_ms integer, p_longest_ms integer) returns integer
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if p_found then
    perform give_back_turn(p_clerk_user, p_holder);
    return -1;
  end if;
  return take_turn_in_line(p_clerk_user, p_holder, p_pause_ms, p_longest_ms);
end
$$;
revoke all on function turn_unless(boolean, text, uuid, integer, integer) from public;
grant execute on function turn_unless(boolean, text, uuid, integer, integer) to xentri_identity;

-- Adds an organization of the current person, one at a time with whatever else happens to them, and gives the one that they are in then for
-- the same mark. added_org is null if this call has added none; the transaction has entered it otherwise.
create function add_own_org(p_clerk_user text, p_clerk_org text, p_name text, p_slug text, p_at timestamptz, p_made_for text, p_clerk_membership text,
                            p_membership_at timestamptz)
  returns table (added_org uuid, id uuid, name text, slug text, role text, created_at timestamptz)
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  v_added uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_clerk_user, 0));
  select a.org_id into v_added from add_org(p_clerk_org, p_name, p_slug, p_at, p_made_for, p_clerk_membership, p_membership_at) a;
  return query select v_added, o.id, o.name, o.slug, o.role, o.created_at from (select) as one left join org_made_for(p_clerk_user, p_made_for) o on true;
end
$$;
revoke all on function add_own_org(text, text, text, text, timestamptz, text, text, timestamptz) from public;
grant execute on function add_own_org(text, text, text, text, timestamptz, text, text, timestamptz) to xentri_identity;
