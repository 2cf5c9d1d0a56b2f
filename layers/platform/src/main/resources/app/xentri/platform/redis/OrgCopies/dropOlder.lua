-- KEYS[1] the copy, a hash of version and body; ARGV: the version that is now true, life in seconds.
-- A copy of that version or a later one stays: it was written by a reader that is ahead of this event. Of an older one, or of none, the
-- version alone is left for a while: a reader that took the thing from the database before the change, and is slow to put it here, finds
-- that it is too late.
local held = tonumber(redis.call('HGET', KEYS[1], 'version') or '')
if held ~= nil and held >= tonumber(ARGV[1]) then
  return 0
end
local dropped = redis.call('HEXISTS', KEYS[1], 'body')
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return dropped
