-- Only named roles may connect: the functions' roles have no business in the local cloud's own database.
with database as (select ?::text as name)
select format('revoke all on database %I from public', name) from database
union all
select format('grant connect on database %I to xentri_app, xentri_identity, xentri_job, xentri_relay', name) from database where name = 'xentri'
