-- An owner says their last answer otherwise: it is taken back, and what they say takes its place. So a session remembers what that answer
-- has made of it, and the words of an answer may change. Sessions of before remember none: their last answer stays as it is.
alter table brief_sessions
  add column last_answer jsonb,
  add constraint brief_sessions_last_answer_is_an_object check (jsonb_typeof(last_answer) = 'object');
grant update (last_answer) on brief_sessions to xentri_app;
grant update (text, sections, created_at, updated_at) on brief_messages to xentri_app;
grant delete on brief_messages to xentri_app;
