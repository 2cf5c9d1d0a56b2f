package app.xentri.backbone.relay;

import app.xentri.backbone.relay.RelayStore.Expected;
import app.xentri.platform.Json;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.redis.Redis;
import app.xentri.platform.redis.RedisException;
import app.xentri.platform.redis.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The Redis stream {@code events:{org id}}: entry id {@code {org_seq}-0}, fields {@code type} and
 * {@code envelope} (JSON), about the newest 10,000. One atomic script per org and batch.
 *
 * <p>A stream belongs to the log if its newest entry is the log's event of that number: ids are
 * unique and the log only grows, so all that came before is the log's too. A number alone would say
 * little: after the database was restored to an earlier time, others get the same ones.
 */
public final class StreamSink implements Sink {

  static final int ENTRIES_KEPT = 10_000;

  private static final Script APPEND = Script.of(StreamSink.class, "newest", "append");
  private static final Script COMPARE = Script.of(StreamSink.class, "newest", "compare");

  /** Upstash refuses requests over 1 MB on its smallest plan. */
  private static final int MOST_BYTES = 900_000;

  private final Redis redis;

  /** Streams that begin anew with the batch that follows this number. */
  private final Map<UUID, Long> rebuilding = new ConcurrentHashMap<>();

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

  /**
   * Has a batch replace what the stream holds: the one that follows this number. If another one
   * comes, some other relay has built the stream anew meanwhile.
   */
  void rebuild(UUID org, long after) {
    rebuilding.put(org, after);
  }

  /** Whether that batch has still to come. */
  boolean isRebuilding(UUID org) {
    return rebuilding.containsKey(org);
  }

  /**
   * Deletes the stream.
   *
   * @throws SinkDown if Redis does not answer
   */
  void drop(UUID org) {
    try {
      redis.command("DEL", key(org));
    } catch (RedisException e) {
      throw new SinkDown("redis does not answer", e);
    }
  }

  @Override
  public List<Progress> publish(List<Batch> batches) {
    var results = new ArrayList<Progress>();
    var request = new ArrayList<Offer>();
    int bytes = 0;
    for (Batch batch : batches) {
      Offer offer = offer(batch);
      if (bytes + offer.bytes() > MOST_BYTES && !request.isEmpty()) {
        send(request, results);
        request.clear();
        bytes = 0;
      }
      request.add(offer);
      bytes += offer.bytes();
    }
    send(request, results);
    return results;
  }

  /** What one org's stream is offered: a start of its batch, as much as fits into a request. */
  private record Offer(Batch batch, long upTo, int bytes, Redis.Call call) {}

  private Offer offer(Batch batch) {
    var arguments = new ArrayList<Object>();
    arguments.add(ENTRIES_KEPT);
    arguments.add(isRebuilding(batch) ? "rebuild" : "append");
    arguments.add(String.valueOf(batch.cursor()));
    arguments.add(batch.before() == null ? "" : batch.before().toString());
    int bytes = 0;
    long end = batch.cursor();
    for (Envelope event : batch.events()) {
      String envelope = Json.write(event);
      int size = envelope.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + size > MOST_BYTES && end > batch.cursor()) {
        break;
      }
      bytes += size;
      arguments.add(String.valueOf(event.orgSeq()));
      arguments.add(event.id().toString());
      arguments.add(event.type());
      arguments.add(envelope);
      end = event.orgSeq();
    }
    var call = new Redis.Call(APPEND, key(batch.org()), arguments);
    return new Offer(batch, end, bytes, call);
  }

  private boolean isRebuilding(Batch batch) {
    Long after = rebuilding.get(batch.org());
    if (after != null && after != batch.cursor()) {
      rebuilding.remove(batch.org());
      return false;
    }
    return after != null;
  }

  private void send(List<Offer> offers, List<Progress> results) {
    if (offers.isEmpty()) {
      return;
    }
    try {
      List<Redis.Answer> answers = redis.evalEach(offers.stream().map(Offer::call).toList());
      for (int i = 0; i < offers.size(); i++) {
        results.add(progress(offers.get(i), answers.get(i)));
      }
    } catch (RedisException e) {
      var down = new SinkDown("redis does not answer", e);
      offers.forEach(offer -> results.add(stopped(offer, down)));
    }
  }

  private Progress progress(Offer offer, Redis.Answer answer) {
    return switch (answer) {
      case Redis.Answer.Refusal(var cause) -> stopped(offer, cause);
      case Redis.Answer.Result(var value) -> progress(offer, value);
    };
  }

  private Progress progress(Offer offer, JsonNode answer) {
    UUID org = offer.batch().org();
    String outcome = answer.path(0).asString("");
    return switch (outcome) {
      case "has" -> {
        rebuilding.remove(org);
        yield new Progress.UpTo(org, offer.upTo());
      }
      case "differs" -> new Progress.Differs(org, end(answer.path(1), answer.path(2)));
      case "spent" -> new Progress.Differs(org, StreamEnd.ofSpent());
      default -> throw new IllegalStateException("the script says " + outcome);
    };
  }

  private static Progress stopped(Offer offer, RuntimeException cause) {
    return new Progress.Stopped(offer.batch().org(), offer.batch().cursor(), cause);
  }

  private static StreamEnd end(JsonNode entry, JsonNode event) {
    return StreamEnd.of(entry.asString(""), event.asString(""));
  }

  /**
   * Those whose stream has got to something else.
   *
   * @throws SinkDown if Redis does not answer
   */
  List<Progress.Differs> compare(List<Expected> streams) {
    if (streams.isEmpty()) {
      return List.of();
    }
    var expected = new ArrayList<Object>();
    for (Expected stream : streams) {
      expected.add(stream.cursor() + "-0");
      expected.add(text(stream.event()));
    }
    try {
      return redis
          .eval(COMPARE, streams.stream().map(stream -> key(stream.org())).toList(), expected)
          .valueStream()
          .map(
              other ->
                  new Progress.Differs(
                      streams.get(other.path(0).asInt() - 1).org(),
                      end(other.path(1), other.path(2))))
          .toList();
    } catch (RedisException e) {
      throw new SinkDown("redis does not answer", e);
    }
  }

  private static String text(@Nullable UUID event) {
    return Objects.toString(event, "");
  }

  private static OrgKey key(UUID org) {
    return new OrgKey("events", org);
  }
}
