select id, machine, name, kind, definition, role, status, input, output, error, cause, started_at, stopped_at, events, frames, parent, trace
from states_executions
where machine = ? and name = ?
