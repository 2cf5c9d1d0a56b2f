package app.xentri.backbone.relay;

import app.xentri.backbone.Script;
import app.xentri.platform.Json;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.redis.Redis;
import app.xentri.platform.redis.RedisException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The Redis stream {@code events:{org id}}: entry id {@code {org_seq}-0}, fields {@code type} and
 * {@code envelope} (JSON), about the newest 10,000. One atomic script per batch.
 *
 * <p>To rebuild a stream, delete it: with the next event of its org the script misses what went
 * before, and all is appended again. To do so at once, or for all orgs, also rewind: {@code update
 * event_cursors set last_seq = 0 where sink = 'stream'}, then invoke the relay. A database that was
 * restored to an earlier time needs its streams deleted first: their numbers would be ahead of it.
 */
public final class StreamSink implements Sink {

  private static final String APPEND = Script.of(StreamSink.class, "append");
  private static final int ENTRIES_KEPT = 10_000;

  /** Upstash refuses requests over 1 MB on its smallest plan. */
  private static final int MOST_BYTES = 900_000;

  /** Then Redis is taken to be down, and the other orgs need not each wait for a timeout. */
  private static final int FAILURES_IN_A_ROW = 2;

  private final Redis redis;

  public StreamSink(Redis redis) {
    this.redis = redis;
  }

  @Override
  public String name() {
    return "stream";
  }

  @Override
  public int batchSize() {
    return 100;
  }

  @Override
  public List<Published> publish(List<Batch> batches) {
    var results = new ArrayList<Published>();
    RuntimeException down = null;
    int failures = 0;
    for (Batch batch : batches) {
      Published result =
          failures < FAILURES_IN_A_ROW
              ? append(batch)
              : new Published(batch.org(), batch.cursor(), down);
      down = result.failure();
      failures = down == null ? 0 : failures + 1;
      results.add(result);
    }
    return results;
  }

  private Published append(Batch batch) {
    var arguments = new ArrayList<Object>();
    arguments.add(ENTRIES_KEPT);
    int bytes = 0;
    long end = batch.cursor();
    for (Envelope event : batch.events()) {
      String envelope = Json.write(event);
      bytes += envelope.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MOST_BYTES && end > batch.cursor()) {
        break;
      }
      arguments.add(event.orgSeq());
      arguments.add(event.type());
      arguments.add(envelope);
      end = event.orgSeq();
    }
    try {
      long last = redis.eval(APPEND, new OrgKey("events", batch.org()), arguments).asLong();
      // A stream that is ahead was fed by a relay whose commit is not there yet; what lies beyond
      // this batch is offered, and refused, next time.
      return new Published(batch.org(), Math.min(last, end), null);
    } catch (RedisException e) {
      return new Published(batch.org(), batch.cursor(), e);
    }
  }
}
