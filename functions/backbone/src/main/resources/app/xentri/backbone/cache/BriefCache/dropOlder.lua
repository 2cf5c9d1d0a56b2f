-- KEYS[1] the cached Brief, a hash of version and body; ARGV[1] the version that is now true.
-- A copy of that version or a later one stays: it was written by a reader that is ahead of this event.
local held = tonumber(redis.call('HGET', KEYS[1], 'version') or '')
if redis.call('EXISTS', KEYS[1]) == 1 and (held == nil or held < tonumber(ARGV[1])) then
  return redis.call('DEL', KEYS[1])
end
return 0
