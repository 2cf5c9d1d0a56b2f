-- KEYS[1] the copy, a hash of version and body; ARGV: version, body, life in seconds.
-- A copy of a later version stays: this one was read before it was written.
local held = tonumber(redis.call('HGET', KEYS[1], 'version') or '')
if held ~= nil and held > tonumber(ARGV[1]) then
  return 0
end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'body', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
