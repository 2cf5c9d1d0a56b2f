select note_provider_change(:at) is null
