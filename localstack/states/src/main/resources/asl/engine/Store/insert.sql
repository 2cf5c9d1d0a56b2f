with execution as (
  insert into states_executions
    (machine, name, kind, definition, role, status, input, started_at, events, frames, wake_at, parent, waited_for, trace)
  values (?, ?, ?, ?, ?, 'RUNNING', ?, ?, 1, ?, ?, ?, ?, ?)
  on conflict (machine, name) do nothing
  returning id
), event as (
  insert into states_history (execution, id, previous, type, at, details)
  select execution.id, 1, 0, ?, ?, ? from execution
)
select id from execution
