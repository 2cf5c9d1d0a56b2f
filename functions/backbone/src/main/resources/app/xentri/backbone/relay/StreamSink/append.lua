-- KEYS[1] the stream; ARGV: most entries to keep; 'append' or 'rebuild'; sequence number and id of the event before those offered ('0' and ''
-- for none); then for each event its sequence number, id, type and envelope, in order.
-- Entry ids are sequence numbers. The newest entry must be the event before those offered, or one of them: the same event, not only the same
-- number. So a repeat after a lost answer, or by a relay that slept while another went on, is harmless, nothing is appended after a gap, and
-- nothing after entries that the log does not know. To rebuild is to begin anew with what is offered, at once.
-- Returns 'has'; or 'differs' with the newest entry's id and its event's, and has then done nothing; or 'spent' if the stream has had entries
-- of such numbers that are gone.
local first = 5
if ARGV[2] == 'rebuild' then
  redis.call('DEL', KEYS[1])
else
  local entry, event = newest(KEYS[1])
  if entry ~= ARGV[3] .. '-0' or event ~= ARGV[4] then
    first = nil
    for i = 5, #ARGV, 4 do
      if entry == ARGV[i] .. '-0' and event == ARGV[i + 1] then
        first = i + 4
      end
    end
    if not first then
      return {'differs', entry, event}
    end
  end
end
for i = first, #ARGV, 4 do
  local added = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], ARGV[i] .. '-0', 'type', ARGV[i + 2], 'envelope', ARGV[i + 3])
  if type(added) == 'table' and added.err then
    if string.find(added.err, 'equal or smaller', 1, true) then
      return {'spent', '', ''}
    end
    return added
  end
end
return {'has', '', ''}
