package app.xentri.local.clerk;

import app.xentri.local.Home;
import app.xentri.local.Json;
import app.xentri.local.mail.Mail;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** A running stand-in behind a small gateway, with a mailbox and a receiver of webhooks. */
final class StandIn implements AutoCloseable {

  record Webhook(String id, String timestamp, String signature, String body) {

    String type() {
      return Json.parse(body).path("type").asString();
    }

    JsonNode data() {
      return Json.parse(body).path("data");
    }
  }

  private static final AtomicInteger DATABASES = new AtomicInteger();

  final List<Mail> mails = new CopyOnWriteArrayList<>();
  final List<Webhook> webhooks = new CopyOnWriteArrayList<>();
  final AtomicInteger webhookStatus = new AtomicInteger(204);
  final URI origin;

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final Clock clock =
      ((InstantSource) () -> Instant.now().plus(ahead.get())).withZone(ZoneOffset.UTC);
  private final Path folder;
  private final DataSource database;
  private final boolean verifyEmail;
  private final HttpServer gateway;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private ClerkStandIn clerk;

  StandIn(boolean verifyEmail) {
    this.verifyEmail = verifyEmail;
    try {
      folder = Files.createTempDirectory("clerk-stand-in");
      database = newDatabase();
      gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
    origin = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
    clerk = started();
    gateway.createContext("/__clerk", exchange -> clerk.frontend().handle(exchange));
    gateway.createContext("/webhook", this::receive);
    gateway.setExecutor(threads);
    gateway.start();
  }

  private static DataSource newDatabase() throws SQLException {
    String name = "clerk_" + DATABASES.incrementAndGet();
    var postgres = Server.POSTGRES;
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return postgres.getDatabase("postgres", name);
  }

  private ClerkStandIn started() {
    return new ClerkStandIn(
        new Home(folder),
        database,
        origin,
        origin.resolve("/webhook"),
        mails::add,
        new ClerkOptions(verifyEmail, clock));
  }

  /** One Postgres for all tests of this run; it ends with the run. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new IllegalStateException("Postgres does not start", e);
      }
    }
  }

  /** Puts the stand-in's clock forward; back, if it is negative. */
  void forward(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
  }

  DataSource database() {
    return database;
  }

  /** What the stand-in is made of, for tests below HTTP. */
  Instance instance() {
    var keys = home().folder("clerk");
    var apiKeys = ApiKeys.in(keys);
    return new Instance(
        origin,
        apiKeys,
        SigningKey.in(keys),
        _ -> {},
        new ClerkOptions(verifyEmail, clock),
        new Webhooks(apiKeys.instanceId(), clock, () -> {}));
  }

  ClerkStandIn clerk() {
    return clerk;
  }

  Home home() {
    return new Home(folder);
  }

  /** Stops the stand-in and starts it again on the same home and database. */
  void restart() {
    clerk.close();
    clerk = started();
  }

  HttpServer gateway() {
    return gateway;
  }

  private void receive(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    webhooks.add(
        new Webhook(
            headers.getFirst("svix-id"),
            headers.getFirst("svix-timestamp"),
            headers.getFirst("svix-signature"),
            body));
    exchange.sendResponseHeaders(webhookStatus.get(), -1);
    exchange.close();
  }

  /** Calls the Backend API with the secret key; {@code path} begins behind {@code /v1}. */
  Reply backend(String method, String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(clerk.backendUrl() + path))
            .header("Authorization", "Bearer " + clerk.secretKey())
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  Reply send(HttpRequest request) {
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.headers().map(), response.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  record Reply(int status, Map<String, List<String>> headers, String text) {

    JsonNode json() {
      return Json.parse(text);
    }

    /** The code of the first error; empty when it is none. */
    String code() {
      return json().path("errors").path(0).path("code").asString("");
    }

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }

    String param() {
      return json().path("errors").path(0).path("meta").path("param_name").asString("");
    }
  }

  FakeBrowser browser() {
    return new FakeBrowser(this);
  }

  @Override
  public void close() {
    clerk.close();
    gateway.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
    removeFolder();
  }

  private void removeFolder() {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
