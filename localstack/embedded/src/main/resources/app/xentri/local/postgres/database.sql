select format('create database %I owner %I', ?::text, ?::text)
where not exists (select from pg_database where datname = ?)
