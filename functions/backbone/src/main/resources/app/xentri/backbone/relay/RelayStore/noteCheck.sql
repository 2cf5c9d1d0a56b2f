select note_stream_check(:holder::uuid, :after::uuid) as noted; commit
