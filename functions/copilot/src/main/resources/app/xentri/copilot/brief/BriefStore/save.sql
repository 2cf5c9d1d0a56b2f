-- The version is kept by a trigger.
update briefs
   set version = :version, sections = :sections::jsonb, section_status = :status::jsonb, gone = :gone::jsonb, causes = :causes::jsonb,
       source = :source, restored_from = :restored_from, updated_at = :updated_at
 where id = :id
