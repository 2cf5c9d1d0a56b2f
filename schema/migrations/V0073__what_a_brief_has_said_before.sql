-- As in a draft (V0071): what is taken out of the Brief by hand comes back as it was. An approval leaves it as it is.
alter table briefs
  add column gone jsonb not null default '{}',
  add constraint briefs_gone_is_an_object check (jsonb_typeof(gone) = 'object');
grant update (gone) on briefs to xentri_app;
