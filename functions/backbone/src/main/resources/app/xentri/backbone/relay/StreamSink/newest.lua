-- What a stream has got to: the id of its newest entry, and that of the event in it. '0-0' and '' if it is empty; '?' and '' if the key
-- holds something else.
local function newest(key)
  local found = redis.pcall('XREVRANGE', key, '+', '-', 'COUNT', 1)
  if found.err then
    return '?', ''
  end
  if not found[1] then
    return '0-0', ''
  end
  local fields = found[1][2]
  for i = 1, #fields, 2 do
    if fields[i] == 'envelope' then
      local read, envelope = pcall(cjson.decode, fields[i + 1])
      if read and type(envelope) == 'table' and type(envelope.id) == 'string' then
        return found[1][1], envelope.id
      end
    end
  end
  return found[1][1], ''
end

