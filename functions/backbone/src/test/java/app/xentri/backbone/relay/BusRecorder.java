package app.xentri.backbone.relay;

import app.xentri.platform.Json;
import app.xentri.platform.event.Envelope;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** EventBridge's side of PutEvents: keeps what it accepts, and refuses what it is told to. */
final class BusRecorder implements AutoCloseable {

  private final HttpServer server;
  private final List<Envelope> accepted = new ArrayList<>();
  private volatile Predicate<Envelope> refuses = _ -> false;
  private volatile Predicate<Envelope> spoils = _ -> false;
  private volatile boolean fails;

  BusRecorder() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  BusSink sink() {
    return new BusSink(client(), "xentri-events");
  }

  /** One that sends a single request at a time. */
  BusSink impatientSink() {
    return new BusSink(client(), "xentri-events", Duration.ZERO);
  }

  private EventBridgeClient client() {
    return EventBridgeClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /** Each of these entries gets an error code; the others of its request are accepted. */
  void refuse(Predicate<Envelope> which) {
    refuses = which;
  }

  /** A request with one of these is refused as a whole, as one that is too large. */
  void refuseWholeRequestsWith(Predicate<Envelope> which) {
    spoils = which;
  }

  /** Whether every request is answered with a fault of the service. */
  void fail(boolean now) {
    fails = now;
  }

  synchronized List<Envelope> accepted() {
    return List.copyOf(accepted);
  }

  List<Long> sequence(UUID org) {
    return accepted().stream().filter(e -> e.orgId().equals(org)).map(Envelope::orgSeq).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = Json.read(exchange.getRequestBody().readAllBytes());
      boolean spoilt =
          request.path("Entries").valueStream().map(BusRecorder::event).anyMatch(spoils);
      byte[] answer =
          Json.writeBytes(
              fails
                  ? Json.object().put("__type", "InternalException")
                  : spoilt ? Json.object().put("__type", "ValidationException") : answer(request));
      exchange.getResponseHeaders().set("content-type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(fails ? 500 : spoilt ? 400 : 200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private synchronized ObjectNode answer(JsonNode request) {
    ObjectNode answer = Json.object();
    var results = answer.putArray("Entries");
    int failed = 0;
    for (JsonNode entry : request.path("Entries")) {
      Envelope event = event(entry);
      boolean right =
          entry.path("EventBusName").asString("").equals("xentri-events")
              && entry.path("Source").asString("").equals("xentri")
              && entry.path("DetailType").asString("").equals(event.type());
      if (!right || refuses.test(event)) {
        failed++;
        results.addObject().put("ErrorCode", "InternalFailure").put("ErrorMessage", "try again");
      } else {
        accepted.add(event);
        results.addObject().put("EventId", UUID.randomUUID().toString());
      }
    }
    return answer.put("FailedEntryCount", failed);
  }

  private static Envelope event(JsonNode entry) {
    return Json.convert(Json.read(entry.path("Detail").asString()), Envelope.class);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
