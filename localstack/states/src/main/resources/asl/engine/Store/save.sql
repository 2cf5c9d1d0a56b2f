with event as (
  insert into states_history (execution, id, previous, type, details, at)
  select ?, added.*, ? from unnest(?, ?, ?, ?) as added
)
update states_executions
set status = ?, output = ?, error = ?, cause = ?, stopped_at = ?, events = ?, frames = ?, wake_at = ?, calling = ?
where id = ?
