-- Creates the role or brings its attributes and password back to what they must be.
select format(
  '%s role %I login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password %L',
  case when exists (select from pg_roles where rolname = ?) then 'alter' else 'create' end,
  ?::text,
  ?::text)
