package app.xentri.platform.identity;

import app.xentri.platform.Json;
import app.xentri.platform.function.Environment;
import app.xentri.platform.function.FunctionDefinition;
import app.xentri.platform.function.Platform;
import app.xentri.platform.http.Response;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A function for members as the platform hosts it, which tells who came in, and a provider that
 * publishes the forge's keys. Without a database: nobody gets as far as an org.
 */
final class Door implements AutoCloseable {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final TokenForge forge = new TokenForge(clock);
  private final AtomicInteger fetches = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer provider;
  private final UnaryOperator<JsonNode> function;
  private volatile String keys = forge.jwks();
  private volatile int status = 200;
  private volatile @Nullable CountDownLatch silence;

  Door() {
    this(TokenForge.ORIGIN);
  }

  Door(String origin) {
    try {
      provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("no provider", e);
    }
    provider.createContext("/", this::serveKeys);
    provider.setExecutor(threads);
    provider.start();
    var platform =
        new Platform(
            new Environment(
                Map.of(
                    "APP_ORIGIN",
                    origin,
                    "CLERK_ISSUER",
                    TokenForge.ISSUER,
                    "CLERK_JWKS_URL",
                    "http://127.0.0.1:" + provider.getAddress().getPort() + "/jwks.json")),
            clock);
    function =
        platform.operator(
            "door",
            FunctionDefinition.member(
                (_, caller) ->
                    Response.ok(
                        Json.object()
                            .put("subject", caller.clerkUserId())
                            .put("session", caller.sessionId())
                            .put("shows", String.valueOf(caller.shown())))));
  }

  private void serveKeys(HttpExchange exchange) throws IOException {
    synchronized (fetches) {
      fetches.incrementAndGet();
      fetches.notifyAll();
    }
    CountDownLatch waiting = silence;
    if (waiting != null) {
      try {
        waiting.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    byte[] body = keys.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  TokenForge forge() {
    return forge;
  }

  /** How often the provider was asked for its keys. */
  int fetches() {
    return fetches.get();
  }

  /** Until the provider was asked so often. */
  void awaitFetches(int count) throws InterruptedException {
    synchronized (fetches) {
      while (fetches.get() < count) {
        fetches.wait();
      }
    }
  }

  void wait(Duration time) {
    now.updateAndGet(then -> then.plus(time));
  }

  /** From now on the provider publishes this. */
  void publish(String jwks) {
    keys = jwks;
  }

  /** From now on the provider answers with this status. */
  void answer(int httpStatus) {
    status = httpStatus;
  }

  /** From now on the provider accepts connections and says nothing, until {@link #speak}. */
  void fallSilent() {
    silence = new CountDownLatch(1);
  }

  void speak() {
    CountDownLatch waiting = silence;
    silence = null;
    if (waiting != null) {
      waiting.countDown();
    }
  }

  /** What somebody gets who comes with these headers. */
  JsonNode knock(String method, Map<String, String> headers) {
    ObjectNode event = Json.object().put("routeKey", method + " /door").put("rawPath", "/door");
    event.putObject("requestContext").putObject("http").put("method", method);
    ObjectNode all = event.putObject("headers");
    headers.forEach(all::put);
    return function.apply(event);
  }

  JsonNode bearer(String token) {
    return knock("GET", Map.of("authorization", "Bearer " + token));
  }

  JsonNode cookies(String cookies) {
    return knock("GET", Map.of("cookie", cookies));
  }

  static int status(JsonNode reply) {
    return reply.path("statusCode").asInt();
  }

  static String code(JsonNode reply) {
    return Json.read(reply.path("body").asString())
        .path("type")
        .asString("")
        .replaceFirst(".*/", "");
  }

  static String subject(JsonNode reply) {
    return Json.read(reply.path("body").asString()).path("data").path("subject").asString("");
  }

  @Override
  public void close() {
    speak();
    provider.stop(0);
    threads.close();
  }
}
