package app.xentri.backbone.relay;

import app.xentri.platform.Json;
import app.xentri.platform.Prepared;
import app.xentri.platform.event.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * The EventBridge bus: source {@code xentri}, detail type the event's type, detail its envelope. At
 * least once: an answer that got lost makes an event arrive twice, with the same id.
 *
 * <p>A request carries at most one event of an org. Entries of a request succeed and fail one by
 * one, and with two of the same org a later one could pass an earlier one that failed.
 */
public final class BusSink implements Sink {

  private static final int ENTRIES = 10;
  private static final int MOST_BYTES = 240_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  /**
   * How long it goes on with further requests. What was accepted and is not noted yet would be sent
   * again if the function ran out of time.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Prepared<EventBridgeClient> client;
  private final String bus;
  private final Duration patience;

  public BusSink(EventBridgeClient client, String bus) {
    this(client, bus, PATIENCE);
  }

  BusSink(EventBridgeClient client, String bus, Duration patience) {
    this(new Prepared<>("bus-client", () -> client), bus, patience);
  }

  private BusSink(Prepared<EventBridgeClient> client, String bus, Duration patience) {
    this.client = client;
    this.bus = bus;
    this.patience = patience;
  }

  /**
   * The bus of this name, where the environment says that AWS is. Its client loads two thousand
   * classes, on a thread of its own, beside all else that a start has to do.
   */
  public static BusSink of(String bus) {
    var client = new Prepared<>("bus-client", BusSink::connect);
    client.prepare();
    return new BusSink(client, bus, PATIENCE);
  }

  private static EventBridgeClient connect() {
    return EventBridgeClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.apiCallTimeout(TIMEOUT))
        .build();
  }

  /** Waits until the client is there, so that a snapshot has it whole. */
  public void prime() {
    client.get();
  }

  @Override
  public String name() {
    return "bus";
  }

  @Override
  public int batchSize() {
    return 50;
  }

  @Override
  public List<Published> publish(List<Batch> batches) {
    List<Lane> lanes = batches.stream().map(Lane::new).toList();
    long started = System.nanoTime();
    boolean inTime = true;
    while (inTime && lanes.stream().anyMatch(Lane::isOpen)) {
      put(nextRequest(lanes));
      inTime = System.nanoTime() - started < patience.toNanos();
    }
    return lanes.stream().map(Lane::result).toList();
  }

  /** One org's way through its batch. */
  private static final class Lane {
    private final UUID org;
    private final List<Envelope> events;
    private int next;
    private long upTo;
    private @Nullable RuntimeException failure;

    Lane(Batch batch) {
      org = batch.org();
      events = batch.events();
      upTo = batch.cursor();
    }

    boolean isOpen() {
      return failure == null && next < events.size();
    }

    Envelope event() {
      return events.get(next);
    }

    void passed() {
      upTo = event().orgSeq();
      next++;
    }

    void failed(RuntimeException cause) {
      failure = cause;
    }

    Published result() {
      return new Published(org, upTo, failure);
    }
  }

  private record Entry(Lane lane, PutEventsRequestEntry request) {}

  private List<Entry> nextRequest(List<Lane> lanes) {
    var entries = new ArrayList<Entry>();
    int bytes = 0;
    // Those that are furthest behind in their batch go first, so that none waits for all others.
    List<Lane> open =
        lanes.stream().filter(Lane::isOpen).sorted((a, b) -> a.next - b.next).toList();
    for (Lane lane : open) {
      String detail = Json.write(lane.event());
      bytes += detail.getBytes(StandardCharsets.UTF_8).length;
      if (entries.size() == ENTRIES || (bytes > MOST_BYTES && !entries.isEmpty())) {
        break;
      }
      entries.add(new Entry(lane, request(lane.event(), detail)));
    }
    return entries;
  }

  private PutEventsRequestEntry request(Envelope event, String detail) {
    return PutEventsRequestEntry.builder()
        .eventBusName(bus)
        .source("xentri")
        .detailType(event.type())
        .detail(detail)
        .build();
  }

  private void put(List<Entry> entries) {
    List<PutEventsResultEntry> results;
    try {
      results =
          client
              .get()
              .putEvents(r -> r.entries(entries.stream().map(Entry::request).toList()))
              .entries();
    } catch (SdkException e) {
      entries.forEach(entry -> entry.lane().failed(e));
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      String error = results.get(i).errorCode();
      if (error == null) {
        entries.get(i).lane().passed();
      } else {
        entries.get(i).lane().failed(new IllegalStateException("the bus refused it: " + error));
      }
    }
  }
}
