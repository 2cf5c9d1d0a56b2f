package app.xentri.local.lambda;

import app.xentri.local.Json;
import app.xentri.local.http.LoopbackServer;
import app.xentri.local.http.Routes;
import app.xentri.local.process.Secrets;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lambda's runtime API for one instance of a function: hands out invocations one by one and takes
 * their answers.
 */
final class RuntimeApi implements AutoCloseable {
  private static final JsonMapper JSON = Json.MAPPER;

  // The protocol has no credentials of its own; only the instance is told this part of the address.
  private final String secret = Secrets.random();
  private final Routes<Action> routes = new Routes<>();
  private final LinkedBlockingQueue<Pending> next = new LinkedBlockingQueue<>();
  private final CompletableFuture<Boolean> initialized = new CompletableFuture<>();
  private volatile @Nullable Pending current;
  private final LoopbackServer server;

  /**
   * An invocation on its way through the instance.
   *
   * @param deadline milliseconds since 1970
   * @param taken completes when the instance has fetched it
   */
  record Pending(
      Invocation invocation,
      long deadline,
      CompletableFuture<Boolean> taken,
      CompletableFuture<Outcome> outcome) {
    Pending(Invocation invocation, long deadline) {
      this(invocation, deadline, new CompletableFuture<>(), new CompletableFuture<>());
    }
  }

  /** What one call of the protocol does; most name no invocation. */
  @FunctionalInterface
  private interface Action {
    void answer(HttpExchange exchange, String requestId) throws IOException, InterruptedException;
  }

  RuntimeApi() {
    String runtime = "/" + secret + "/2018-06-01/runtime";
    routes
        .on("GET", runtime + "/invocation/next", (exchange, _) -> next(exchange))
        .on("POST", runtime + "/invocation/{id}/response", this::respond)
        .on("POST", runtime + "/invocation/{id}/error", this::fail)
        .on("POST", runtime + "/init/error", (exchange, _) -> failToStart(exchange));
    server = new LoopbackServer("runtime-api", this::handle);
  }

  /** As {@code AWS_LAMBDA_RUNTIME_API} wants it. */
  String address() {
    return "127.0.0.1:" + server.port() + "/" + secret;
  }

  /** Completes when the instance first asks for work; exceptionally when it could not start. */
  CompletableFuture<Boolean> initialized() {
    return initialized;
  }

  /** Hands an invocation to the instance, which must be idle. */
  void dispatch(Pending pending) {
    current = pending;
    next.add(pending);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var match = routes.find(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
    try (exchange) {
      if (match.isEmpty()) {
        exchange.sendResponseHeaders(403, -1);
      } else {
        String requestId = match.get().parameters().getOrDefault("id", "");
        match.get().handler().answer(exchange, requestId);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    initialized.complete(true);
    Pending pending = next.take();
    Invocation invocation = pending.invocation();
    var headers = exchange.getResponseHeaders();
    // Without a content type the native client in the function's process crashes.
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
    headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(pending.deadline()));
    headers.set("Lambda-Runtime-Invoked-Function-Arn", invocation.arn());
    byte[] event = invocation.event().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, event.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(event);
    }
    pending.taken().complete(true);
  }

  private void respond(HttpExchange exchange, String requestId) throws IOException {
    finish(exchange, requestId, new Outcome.Answered(text(exchange)));
  }

  private void fail(HttpExchange exchange, String requestId) throws IOException {
    finish(exchange, requestId, failed(exchange));
  }

  private void finish(HttpExchange exchange, String requestId, Outcome outcome) throws IOException {
    Pending pending = current;
    if (pending == null || !pending.invocation().requestId().equals(requestId)) {
      exchange.sendResponseHeaders(400, -1); // An answer to something that already timed out.
      return;
    }
    accepted(exchange);
    pending.outcome().complete(outcome);
  }

  private void failToStart(HttpExchange exchange) throws IOException {
    initialized.completeExceptionally(new InitFailure(failed(exchange)));
    accepted(exchange);
  }

  private static Outcome.Failed failed(HttpExchange exchange) throws IOException {
    String payload = text(exchange);
    return new Outcome.Failed(type(payload), payload);
  }

  private static String type(String payload) {
    try {
      return JSON.readTree(payload).path("errorType").asString("Runtime.Unknown");
    } catch (JacksonException e) {
      return "Runtime.Unknown";
    }
  }

  private static String text(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void accepted(HttpExchange exchange) throws IOException {
    byte[] body = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(202, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.close();
  }

  /** The instance reported that its handler cannot be loaded or constructed. */
  static final class InitFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Outcome.Failed failed;

    InitFailure(Outcome.Failed failed) {
      super(failed.type());
      this.failed = failed;
    }

    Outcome.Failed failed() {
      return failed;
    }
  }
}
