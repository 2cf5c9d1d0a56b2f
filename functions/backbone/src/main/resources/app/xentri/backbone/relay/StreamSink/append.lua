-- KEYS[1] the stream; ARGV: most entries to keep, then for each event its sequence number, type and envelope, in order.
-- Entry ids are sequence numbers, so the newest entry says what the stream has. What it has is refused, which makes a repeat after a
-- lost answer, or by a relay that slept while another went on, harmless. What would leave a gap is refused too: then something has been
-- lost here, and the caller starts again after what is left.
-- Returns the last sequence number that the stream has.
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local last = 0
if newest[1] then
  last = tonumber(string.match(newest[1][1], '^%d+'))
end
if last + 1 < tonumber(ARGV[2]) then
  return last
end
for i = 2, #ARGV, 3 do
  local seq = tonumber(ARGV[i])
  if seq > last then
    local added = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], ARGV[i] .. '-0', 'type', ARGV[i + 1], 'envelope', ARGV[i + 2])
    -- Entries that somebody has deleted are not the newest any more, but the stream remembers that it had them.
    if type(added) == 'table' and added.err and not string.find(added.err, 'equal or smaller', 1, true) then
      return added
    end
    last = seq
  end
end
return last
