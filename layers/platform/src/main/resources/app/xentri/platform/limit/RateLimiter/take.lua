-- Takes one place of an allowance, if there is one. The key holds when all places will be free again; each one taken moves that on by
-- an interval, and nobody may move it further ahead than all places together. It expires by itself once they are free.
-- KEYS[1]; ARGV: now and the interval in milliseconds, number of places. Answers 0, or the milliseconds until there is a place.
local now, interval, places = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local free = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + interval
local wait = free - now - places * interval
if wait > 0 then
  return wait
end
redis.call('SET', KEYS[1], string.format('%.0f', free), 'PX', string.format('%.0f', free - now))
return 0
