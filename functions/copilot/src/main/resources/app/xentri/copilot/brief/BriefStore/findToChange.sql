-- The org is not named: row-level security adds it, and an org has one Brief.
select id as brief_id, version as brief_version, sections::text as brief_sections,
       section_status::text as brief_status, gone::text as brief_gone, causes::text as brief_causes, updated_at as brief_updated_at
  from briefs
   for update
