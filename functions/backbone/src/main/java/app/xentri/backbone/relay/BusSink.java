package app.xentri.backbone.relay;

import app.xentri.platform.Json;
import app.xentri.platform.OpenTransaction;
import app.xentri.platform.Prepared;
import app.xentri.platform.event.Envelope;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * The EventBridge bus: source {@code xentri}, detail type the event's type, detail its envelope. At
 * least once: an answer that got lost makes an event arrive twice, with the same id.
 *
 * <p>Each org's events are sent in order, and none before those of an earlier request were
 * accepted. A request carries several of an org; where the bus takes it in part only, the first one
 * that it refused and all after it count as not sent, and are sent again (docs/decisions/0026).
 */
public final class BusSink implements Sink {

  private static final int ENTRIES = 10;
  private static final int MOST_BYTES = 240_000;

  /** For a request; less than a lease lasts. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /**
   * How long it goes on with further requests. What was accepted and is not noted yet would be sent
   * again by a successor, and the lease must be renewed meanwhile.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** What the bus says of a request with an entry that it would never take. */
  private static final Set<String> MALFORMED =
      Set.of("ValidationException", "RequestEntityTooLargeException");

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
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(TIMEOUT))
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
    return 100;
  }

  @Override
  public List<Progress> publish(List<Batch> batches) {
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

    void passed(Envelope event) {
      upTo = event.orgSeq();
      next++;
    }

    void failed(RuntimeException cause) {
      failure = cause;
    }

    Progress result() {
      return failure == null
          ? new Progress.UpTo(org, upTo)
          : new Progress.Stopped(org, upTo, failure);
    }
  }

  private record Entry(Lane lane, Envelope event, PutEventsRequestEntry request) {}

  /** The next event of each org, then the one after it, and so on, as many as go together. */
  private List<Entry> nextRequest(List<Lane> lanes) {
    var entries = new ArrayList<Entry>();
    int bytes = 0;
    // Those that are furthest behind in their batch go first, so that none waits for all others.
    List<Lane> open =
        lanes.stream().filter(Lane::isOpen).sorted((a, b) -> a.next - b.next).toList();
    for (int ahead = 0; ahead < ENTRIES; ahead++) {
      for (Lane lane : open) {
        if (lane.next + ahead >= lane.events.size()) {
          continue;
        }
        Envelope event = lane.events.get(lane.next + ahead);
        String detail = Json.write(event);
        bytes += detail.getBytes(StandardCharsets.UTF_8).length;
        if (entries.size() == ENTRIES || (bytes > MOST_BYTES && !entries.isEmpty())) {
          return entries;
        }
        entries.add(new Entry(lane, event, request(event, detail)));
      }
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
    OpenTransaction.mustNotBe("the bus");
    List<PutEventsResultEntry> results;
    try {
      results =
          client
              .get()
              .putEvents(r -> r.entries(entries.stream().map(Entry::request).toList()))
              .entries();
    } catch (SdkException e) {
      refused(entries, e);
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      String error = results.get(i).errorCode();
      if (entry.lane().failure != null) {
        continue; // After one that was refused: sent again, whatever came of this one.
      }
      if (error == null) {
        entry.lane().passed(entry.event());
      } else {
        entry.lane().failed(new IllegalStateException("the bus refused it: " + error));
      }
    }
  }

  /**
   * One entry may be why the whole request was refused. Smaller requests find it, so that it is its
   * org's failure and not that of the orgs beside it.
   */
  private void refused(List<Entry> entries, SdkException refusal) {
    if (!isMalformed(refusal)) {
      var down = new SinkDown("the bus does not answer", refusal);
      entries.forEach(entry -> entry.lane().failed(down));
    } else if (entries.size() == 1) {
      entries.getFirst().lane().failed(refusal);
    } else {
      int half = entries.size() / 2;
      put(entries.subList(0, half));
      List<Entry> rest =
          entries.subList(half, entries.size()).stream()
              .filter(entry -> entry.lane().failure == null)
              .toList();
      if (!rest.isEmpty()) {
        put(rest);
      }
    }
  }

  private static boolean isMalformed(SdkException refusal) {
    return refusal instanceof AwsServiceException service
        && (service.statusCode() == HttpURLConnection.HTTP_ENTITY_TOO_LARGE
            || (service.awsErrorDetails() != null
                && MALFORMED.contains(service.awsErrorDetails().errorCode())));
  }
}
