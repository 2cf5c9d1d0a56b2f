select count(*) filter (where visible_at <= clock_timestamp()) as visible,
  count(*) filter (where visible_at > clock_timestamp() and receives > 0) as sent_out,
  count(*) filter (where visible_at > clock_timestamp() and receives = 0) as delayed
from queue_messages where queue = :queue
