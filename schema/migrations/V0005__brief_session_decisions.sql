-- What an owner decided in the review besides accepting, and the event that the session's next one follows from.
-- A cause needs no foreign key: it is written in the transaction that emits the event, just before the event itself.

alter table brief_sessions
  add column left_as_draft jsonb not null default '[]',
  add column cause_id uuid;
grant insert (left_as_draft, cause_id) on brief_sessions to xentri_app;
grant update (left_as_draft, cause_id) on brief_sessions to xentri_app;
