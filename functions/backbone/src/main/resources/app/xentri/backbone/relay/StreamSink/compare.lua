-- KEYS the streams of several orgs; ARGV: for each the id of the newest entry that it should have, and the id of the event in it.
-- Returns for each stream that has another one its place among the keys, from 1, and what it has instead.
local others = {}
for i = 1, #KEYS do
  local entry, event = newest(KEYS[i])
  if entry ~= ARGV[2 * i - 1] or event ~= ARGV[2 * i] then
    others[#others + 1] = {i, entry, event}
  end
end
return others
