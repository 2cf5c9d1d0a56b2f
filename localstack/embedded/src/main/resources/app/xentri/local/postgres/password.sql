select format('alter role %I password %L', ?::text, ?::text)
