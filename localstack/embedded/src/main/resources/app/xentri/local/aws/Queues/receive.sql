-- Of a message group only what no earlier message, sent out and not yet deleted, is in the way of.
with ready as (
  select id from queue_messages as message
  where queue = :queue and visible_at <= clock_timestamp()
    and (message_group is null or not exists (
      select from queue_messages as earlier
      where earlier.queue = message.queue and earlier.message_group = message.message_group
        and earlier.id < message.id and earlier.visible_at > clock_timestamp()))
  order by id
  limit :most
), taken as (
  update queue_messages set
    receives = receives + 1,
    receipt = gen_random_uuid(),
    first_received_at = coalesce(first_received_at, clock_timestamp()),
    visible_at = clock_timestamp() + make_interval(secs => :visibility)
  from ready where queue_messages.id = ready.id
  returning queue_messages.*
)
select message_id, body, attributes, message_group, receives, receipt,
  (extract(epoch from sent_at) * 1000)::bigint as sent_ms, (extract(epoch from first_received_at) * 1000)::bigint as first_received_ms
from taken order by id
