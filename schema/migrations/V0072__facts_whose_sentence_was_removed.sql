-- Facts were kept beside the sentences that state them, and stayed when a sentence was removed. From here on a fact is what a sentence states
-- (docs/decisions/0101), and one that was kept without any becomes a sentence of its own: right for what an owner wrote into a form, wrong for
-- what they have removed. What no sentence says but some answer did is such a rest, and goes.
create function kept_facts(p_content jsonb, p_answers text) returns jsonb language plpgsql immutable as $$
declare
  v_sentences text := (select coalesce(lower(string_agg(one.value ->> 'text', ' ')), '') from jsonb_array_elements(p_content -> 'statements') one);
  v_fields jsonb := '{}';
  v_rest jsonb;
  v_field record;
begin
  for v_field in select key, value from jsonb_each(coalesce(p_content -> 'fields', '{}')) loop
    select coalesce(jsonb_agg(fact.value order by fact.ordinality), '[]') into v_rest
      from jsonb_array_elements(case when jsonb_typeof(v_field.value) = 'array' then v_field.value else jsonb_build_array(v_field.value) end) with ordinality fact
     cross join lateral (select lower(coalesce(fact.value ->> 'name', fact.value #>> '{}')) as words) said
     where position(said.words in v_sentences) > 0 or position(said.words in p_answers) = 0;
    if jsonb_array_length(v_rest) > 0 then
      v_fields := v_fields || jsonb_build_object(v_field.key, case when jsonb_typeof(v_field.value) = 'array' then v_rest else v_rest -> 0 end);
    end if;
  end loop;
  return p_content || jsonb_build_object('fields', v_fields);
end $$;

create policy filling on briefs to xentri_owner using (true) with check (true);
create policy filling on brief_sessions to xentri_owner using (true) with check (true);
create policy filling on brief_messages for select to xentri_owner using (true);

-- Contents in which sentences state their facts already are left alone.
update briefs b
   set sections = (select jsonb_object_agg(section.key, kept_facts(section.value, said.answers)) from jsonb_each(b.sections) section)
  from (select org_id, lower(string_agg(text, ' ')) as answers from brief_messages where role = 'owner' group by org_id) said
 where said.org_id = b.org_id and b.sections <> '{}' and not b.sections @? '$.*.statements[*].states';
update brief_sessions s
   set draft = (select jsonb_object_agg(section.key, kept_facts(section.value, said.answers)) from jsonb_each(s.draft) section)
  from (select org_id, lower(string_agg(text, ' ')) as answers from brief_messages where role = 'owner' group by org_id) said
 where said.org_id = s.org_id and s.state <> 'approved' and s.draft <> '{}' and not s.draft @? '$.*.statements[*].states';

drop policy filling on briefs;
drop policy filling on brief_sessions;
drop policy filling on brief_messages;
drop function kept_facts;
