package app.xentri.identity;

import app.xentri.local.http.LoopbackServer;
import app.xentri.platform.Json;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Stands before the provider's Backend API, counts its calls, and fails those that a test names.
 */
final class Gate implements AutoCloseable {

  /** How a call fails. */
  enum Fault {
    /** It never reaches the provider: 503. */
    BEFORE,
    /** The provider has done it, but its answer is lost. */
    AFTER,
    /** The provider is busy: 429. */
    BUSY,
    /** The provider accepts the call and says nothing. */
    SILENT
  }

  private record Plan(String method, String path, Fault fault) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI target;
  private final LoopbackServer server;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile @Nullable Plan plan;
  private volatile Consumer<String> witness = _ -> {};

  Gate(URI target) {
    this.target = target;
    server = new LoopbackServer("gate", this::pass);
  }

  /** The base address with the API's version. */
  String url() {
    return server.url() + "/v1";
  }

  /** Has somebody look at each call, by method and path, while it is on its way. */
  void watch(Consumer<String> each) {
    witness = each;
  }

  /** From now on, calls whose method and path match fail. */
  void fail(String methodPattern, String pathPattern, Fault fault) {
    plan = new Plan(methodPattern, pathPattern, fault);
  }

  void heal() {
    plan = null;
  }

  /** Method and path of the calls since the last time, such as {@code POST /v1/users}. */
  List<String> takeCalls() {
    var taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  /** Calls the provider past the gate. */
  JsonNode direct(String method, String path, String secret, String body) {
    return ask(method, target + path, secret, body);
  }

  /** Calls any address as we call the provider. */
  JsonNode ask(String method, String address, String secret, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .header("authorization", "Bearer " + secret)
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new AssertionError(address + " answered " + response.statusCode());
      }
      return Json.read(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void pass(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().toString();
    byte[] body = exchange.getRequestBody().readAllBytes();
    calls.add(method + " " + exchange.getRequestURI().getPath());
    witness.accept(method + " " + exchange.getRequestURI().getPath());
    Plan now = plan;
    boolean fails =
        now != null
            && method.matches(now.method())
            && exchange.getRequestURI().getPath().matches(now.path());
    Fault fault = fails && now != null ? now.fault() : null;
    try (exchange) {
      if (fault == Fault.BEFORE || fault == Fault.BUSY) {
        exchange.sendResponseHeaders(fault == Fault.BUSY ? 429 : 503, -1);
        return;
      }
      if (fault == Fault.SILENT) {
        Thread.sleep(30_000);
        return;
      }
      var answer = forward(exchange, method, path, body);
      if (fault == Fault.AFTER) {
        // Closing the exchange without an answer breaks the connection.
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      if (answer.body().length > 0) {
        exchange.getResponseBody().write(answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> forward(
      HttpExchange exchange, String method, String path, byte[] body)
      throws IOException, InterruptedException {
    var root = target.resolve("/").toString().replaceFirst("/$", "");
    var request =
        HttpRequest.newBuilder(URI.create(root + path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : List.of("Authorization", "Content-Type", "Accept")) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    server.close();
    http.shutdownNow();
  }
}
