-- Takes places of an allowance, if there are so many. Field "free" holds when all places will be free again; each one taken moves that on
-- by an interval, and nobody may move it further ahead than all places together. The key expires by itself a minute after they are free:
-- "now" is the caller's time, and the time that the question takes must not set anything free.
-- A mark stands for something that was tried: while there are places, the same one again takes none. That is looked at last, so that
-- somebody who has used up the places cannot tell one mark from another.
-- KEYS[1]; ARGV: now and the interval in milliseconds, number of places, how many are wanted, the mark or nothing.
-- Answers 0, or the milliseconds until there are so many.
local now, interval, places, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local mark = ARGV[5]
local held = tonumber(redis.call('HGET', KEYS[1], 'free') or now)
if held <= now then
  -- All are free again, and what was tried before is forgotten.
  redis.call('DEL', KEYS[1])
  held = now
end
local free = held + interval * wanted
local wait = free - now - places * interval
if wait > 0 then
  return math.ceil(wait)
end
if mark ~= '' then
  if redis.call('HSETNX', KEYS[1], mark, 1) == 0 then
    return 0
  end
end
redis.call('HSET', KEYS[1], 'free', string.format('%.3f', free))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(free - now) + 60000))
return 0
