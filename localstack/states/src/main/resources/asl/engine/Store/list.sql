select id, machine, name, kind, definition, role, status, input, output, error, cause, started_at, stopped_at, events, frames, parent, trace
from states_executions
where machine = ? and id < ? and (?::text is null or status = ?)
order by id desc
limit ?
