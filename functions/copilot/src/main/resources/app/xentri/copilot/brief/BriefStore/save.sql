update briefs
   set version = :version, sections = :sections::jsonb, section_status = :status::jsonb, gone = :gone::jsonb, updated_at = :updated_at
 where id = :id
