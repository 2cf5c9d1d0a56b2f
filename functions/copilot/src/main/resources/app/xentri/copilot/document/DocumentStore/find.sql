-- The org is not named: row-level security adds it, and an org has one Brief.
select o.name as org_name, b.org_id as brief_org_id, b.id as brief_id, b.version as brief_version, b.sections::text as brief_sections,
       b.section_status::text as brief_status, b.updated_at as brief_updated_at
  from briefs b
  join organizations o on o.id = b.org_id
