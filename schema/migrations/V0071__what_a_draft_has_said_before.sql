-- A statement that its owner takes back and brings back is what it was, receipts and facts included. A client cannot vouch for those, so the
-- session remembers what each section of its draft has lost.
alter table brief_sessions
  add column gone jsonb not null default '{}',
  add constraint brief_sessions_gone_is_an_object check (jsonb_typeof(gone) = 'object');
grant insert (gone) on brief_sessions to xentri_app;
grant update (gone) on brief_sessions to xentri_app;
