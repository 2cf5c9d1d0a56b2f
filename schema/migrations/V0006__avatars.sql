-- Whether a person has chosen their avatar (or none) here. One that they have not chosen follows the provider's picture.
alter table users add column avatar_is_own boolean not null default false;
grant select (avatar_is_own), update (avatar_is_own) on users to xentri_app;
update users set avatar_is_own = true where avatar_url is not null and avatar_url not like 'https://img.clerk.com/%';

create or replace function take_in_user(p_clerk_user text, p_email text, p_name text, p_avatar text, p_at timestamptz)
  returns table (org_id uuid, user_id uuid, fields text[])
  language plpgsql volatile security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
#variable_conflict use_column
declare
  v_old users%rowtype;
  v_avatar text;
  v_fields text[];
  v_org uuid;
begin
  select u.* into v_old from users u where u.clerk_user_id = p_clerk_user and u.deleted_at is null for update;
  if v_old.id is null or v_old.clerk_updated_at >= p_at then
    return;
  end if;
  v_avatar := case when v_old.avatar_is_own then v_old.avatar_url else p_avatar end;
  v_fields := array_remove(array[
    case when v_old.email <> p_email then 'email' end,
    case when v_old.name <> p_name then 'name' end,
    case when v_old.avatar_url is distinct from v_avatar then 'avatar_url' end], null);
  update users u
     set email = p_email, name = p_name, avatar_url = v_avatar, clerk_updated_at = p_at,
         version = u.version + case when cardinality(v_fields) > 0 then 1 else 0 end, updated_at = now()
   where u.id = v_old.id;
  select w.org_id into v_org from enter_workspace(p_clerk_user) w;
  if v_org is not null and cardinality(v_fields) > 0 then
    return query select v_org, v_old.id, v_fields;
  end if;
end
$$;
