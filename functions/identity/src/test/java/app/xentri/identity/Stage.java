package app.xentri.identity;

import app.xentri.local.Home;
import app.xentri.local.clerk.ClerkStandIn;
import app.xentri.local.http.LoopbackServer;
import app.xentri.platform.Json;
import app.xentri.platform.function.Environment;
import app.xentri.platform.function.Platform;
import app.xentri.testkit.BentTokens;
import app.xentri.testkit.Causes;
import app.xentri.testkit.LocalRedis;
import app.xentri.testkit.Requests;
import app.xentri.testkit.TestDatabase;
import com.sun.net.httpserver.HttpExchange;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Identity's functions as the platform hosts them, beside a Clerk whose calls pass through a {@link
 * Gate} that can fail them, and whose messages can be delivered or not.
 */
final class Stage implements AutoCloseable {

  /** So many times longer than in the cloud a test waits, which shares a small machine. */
  private static final int PATIENT = 10;

  /** To make the provider's keys takes most of a second, and nothing depends on their being new. */
  private static volatile byte @Nullable [] keys;

  private final TestDatabase database;
  private final int port;
  private final @Nullable LocalRedis redis;
  private final int patience;
  private final HikariDataSource clerkPool;
  private final Path folder;
  private final LoopbackServer site;
  private final LoopbackServer lambda;
  private final ClerkStandIn clerk;
  private final Gate gate;
  private final Platform platform;
  private final Map<String, UnaryOperator<JsonNode>> functions = new ConcurrentHashMap<>();
  private final AtomicInteger wakeUps = new AtomicInteger();
  private volatile boolean delivering;

  private Stage(
      TestDatabase database,
      int port,
      @Nullable LocalRedis redis,
      Clock clock,
      int patience,
      boolean delivering) {
    this.database = database;
    this.port = port;
    this.redis = redis;
    this.patience = patience;
    this.delivering = delivering;
    clerkPool = pool(database);
    folder = temporaryFolder();
    site = new LoopbackServer("site", this::serve);
    lambda = new LoopbackServer("lambda", this::wakeUp);
    clerk = withKeptKeys(new Home(folder));
    gate = new Gate(URI.create(clerk.backendUrl()));
    platform = new Platform(environment(), clock);
  }

  /** With a Clerk whose messages nobody takes. */
  static Stage quiet(TestDatabase database) {
    return new Stage(database, database.port(), null, Clock.systemUTC(), PATIENT, false);
  }

  /** As {@link #quiet}, waiting for others no longer than in the cloud. */
  static Stage impatient(TestDatabase database) {
    return new Stage(database, database.port(), null, Clock.systemUTC(), 1, false);
  }

  /** With a Clerk whose messages arrive. */
  static Stage complete(TestDatabase database) {
    return new Stage(database, database.port(), null, Clock.systemUTC(), PATIENT, true);
  }

  /** With our own functions on another clock. */
  static Stage at(TestDatabase database, Clock clock) {
    return new Stage(database, database.port(), null, clock, PATIENT, false);
  }

  /** With our own functions reaching the database through a proxy on this port. */
  static Stage through(TestDatabase database, int port) {
    return new Stage(database, port, null, Clock.systemUTC(), PATIENT, false);
  }

  /** With a Redis that counts how often somebody calls; the others have none that answers. */
  static Stage counting(TestDatabase database, LocalRedis redis, Clock clock) {
    return new Stage(database, database.port(), redis, clock, PATIENT, false);
  }

  private static HikariDataSource pool(TestDatabase database) {
    var config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername("postgres");
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("xentri-identity");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ClerkStandIn withKeptKeys(Home home) {
    Path file = home.folder("clerk").resolve("signing-keys.json");
    byte[] kept = keys;
    try {
      if (kept != null) {
        Files.write(file, kept);
      }
      var made =
          new ClerkStandIn(
              home,
              clerkPool,
              URI.create(site.url()),
              URI.create(site.url() + "/api/v1/webhooks/clerk"),
              _ -> {});
      keys = Files.readAllBytes(file);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Environment environment() {
    // The SDK of the relay's nudge reads these as Lambda sets them.
    System.setProperty("aws.region", "eu-central-1");
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.endpointUrl", lambda.url());
    var variables = new HashMap<String, String>();
    variables.put("XENTRI_ENVIRONMENT", "local");
    variables.put("APP_ORIGIN", origin());
    variables.put("DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name());
    variables.put("DATABASE_USER", "xentri_identity");
    variables.put("DATABASE_POOL_SIZE", "16");
    variables.put("UPSTASH_REDIS_REST_URL", redis == null ? "http://127.0.0.1:9" : redis.url());
    variables.put("UPSTASH_REDIS_REST_TOKEN", redis == null ? "none" : redis.token());
    variables.put("CLERK_ISSUER", clerk.issuer());
    variables.put("CLERK_JWKS_URL", clerk.backendJwksUrl());
    variables.put("CLERK_API_URL", gate.url());
    variables.put("CLERK_SECRET_KEY", clerk.secretKey());
    variables.put("RATE_LIMIT_KEY", "known-to-no-thief-of-redis");
    variables.put("CLERK_WEBHOOK_SECRET", clerk.webhookSecret());
    variables.put("RELAY_FUNCTION_NAME", "event-relay");
    variables.put("PATIENCE", Integer.toString(patience));
    return new Environment(variables);
  }

  String origin() {
    return site.url();
  }

  /** The name of the shell's cookie. */
  String cookie() {
    return platform.authenticator().cookie().name();
  }

  Gate gate() {
    return gate;
  }

  Platform platform() {
    return platform;
  }

  ClerkStandIn clerk() {
    return clerk;
  }

  int wakeUps() {
    return wakeUps.get();
  }

  /** From now on the provider's messages arrive; those held back so far are sent again. */
  void deliver() {
    delivering = true;
  }

  // ---- calling our functions

  /** What a function answered. */
  record Answer(int status, Map<String, String> headers, List<String> cookies, String text) {

    JsonNode body() {
      return text.isEmpty() ? Json.object() : Json.read(text);
    }

    JsonNode data() {
      return body().path("data");
    }

    String code() {
      return body().path("type").asString("").replaceFirst(".*/", "");
    }

    /** The value that the answer gives to a cookie. */
    String cookie(String name) {
      return cookies.stream()
          .filter(cookie -> cookie.startsWith(name + "="))
          .findFirst()
          .map(cookie -> cookie.substring(name.length() + 1, cookie.indexOf(';')))
          .orElseThrow(() -> new AssertionError("no cookie " + name));
    }
  }

  /** Calls a function; a null body sends none. */
  Answer call(String function, String route, Map<String, String> headers, JsonNode body) {
    return call(function, Requests.event(route, headers, body.isEmpty() ? "" : Json.write(body)));
  }

  Answer call(String function, ObjectNode event) {
    JsonNode reply =
        functions.computeIfAbsent(function, name -> Hosted.function(name, platform)).apply(event);
    var headers = new HashMap<String, String>();
    reply
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
    var cookies = new ArrayList<String>();
    reply.path("cookies").forEach(cookie -> cookies.add(cookie.asString()));
    return new Answer(
        reply.path("statusCode").asInt(), headers, cookies, reply.path("body").asString(""));
  }

  Answer signUp(String key, String email, String password) {
    var body = Json.object().put("email", email).put("password", password);
    return call("auth-signup", "POST /api/v1/auth/signup", Map.of("idempotency-key", key), body);
  }

  Answer exchange(String token) {
    return call(
        "auth-exchange",
        "POST /api/v1/auth/exchange",
        Map.of("origin", origin()),
        Json.object().put("token", token));
  }

  /** A call that the shell makes, with its cookies. */
  Answer shell(String function, String route, String cookies) {
    return call(function, route, Map.of("origin", origin(), "cookie", cookies), Json.object());
  }

  Answer withBearer(String function, String route, String token) {
    return call(function, route, Map.of("authorization", "Bearer " + token), Json.object());
  }

  // ---- asking Clerk directly

  JsonNode clerkGet(String path) {
    return gate.direct("GET", path, clerk.secretKey(), "");
  }

  JsonNode clerkPost(String path, JsonNode body) {
    return gate.direct("POST", path, clerk.secretKey(), Json.write(body));
  }

  /** A session of this person, as if they had signed in in a browser; its id. */
  String session(String clerkUserId) {
    return clerkPost("/sessions", Json.object().put("user_id", clerkUserId)).path("id").asString();
  }

  /** The session's token as Clerk's browser SDK would hand it over. */
  String sessionToken(String sessionId) {
    return clerkPost("/sessions/" + sessionId + "/tokens", Json.object()).path("jwt").asString();
  }

  /** A token of this session as the provider would never give it; see {@link BentTokens}. */
  String bentToken(String sessionId, JsonNode how) {
    return new BentTokens(folder).bent(sessionToken(sessionId), how);
  }

  String clerkUserId(String email) {
    return clerkGet("/users?email_address=" + email).path(0).path("id").asString();
  }

  // ---- looking into the database

  /** The first column of a query as text, as somebody whom nothing is hidden from. */
  List<String> rows(String sql) {
    try (var connection = database.connect("postgres");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  void execute(String sql) {
    try (var connection = database.connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /**
   * Types of all events in their order, {@code signup} for {@code xentri.user.signup.v1}; each of
   * them has named what led to it.
   */
  List<String> events() {
    List<String> faults = Causes.faults(database);
    if (!faults.isEmpty()) {
      throw new AssertionError(faults.toString());
    }
    return rows(
        "select split_part(type, '.', 2) || '.' || split_part(type, '.', 3) from system_events order by org_id, org_seq");
  }

  /** Waits until a query gives this; messages take a moment. */
  void await(String sql, List<String> expected) throws InterruptedException {
    for (int i = 0; i < 200 && !rows(sql).equals(expected); i++) {
      Thread.sleep(50);
    }
    if (!rows(sql).equals(expected)) {
      throw new AssertionError(sql + " gives " + rows(sql) + ", not " + expected);
    }
  }

  // ---- servers

  private void serve(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().startsWith("/__clerk")) {
      clerk.frontend().handle(exchange);
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = delivering ? webhook(exchange, body).status() : 503;
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private Answer webhook(HttpExchange exchange, byte[] body) {
    var headers = new HashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    return call(
        "clerk-webhook",
        Requests.event(
            "POST /api/v1/webhooks/clerk", headers, new String(body, StandardCharsets.UTF_8)));
  }

  private void wakeUp(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    wakeUps.incrementAndGet();
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }

  @Override
  public void close() {
    delivering = false;
    clerk.close();
    gate.close();
    site.close();
    lambda.close();
    platform.database().close();
    clerkPool.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
