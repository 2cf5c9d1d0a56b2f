package app.xentri.bench;

import app.xentri.local.Home;
import app.xentri.local.aws.Account;
import app.xentri.local.aws.AwsEndpoint;
import app.xentri.local.aws.AwsServices;
import app.xentri.local.aws.EventBus;
import app.xentri.local.aws.Keys;
import app.xentri.local.aws.Queues;
import app.xentri.local.clerk.ClerkStandIn;
import app.xentri.local.http.LoopbackServer;
import app.xentri.local.mail.Mailbox;
import app.xentri.local.postgres.PostgresServer;
import app.xentri.local.redis.RedisServer;
import app.xentri.local.redis.UpstashEndpoint;
import app.xentri.platform.Json;
import app.xentri.testkit.RoundTrips;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a function needs around it to answer with success: the local cloud's own Postgres, Redis,
 * Clerk and AWS, without its functions.
 */
final class Backdrop implements AutoCloseable {

  private static final Account ACCOUNT = new Account("000000000000", "eu-central-1");

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Home home;
  private final Keys keys;
  private final PostgresServer postgres;
  private final RoundTrips roundTrips;
  private final UpstashEndpoint upstash;
  private final LoopbackServer site;
  private final ClerkStandIn clerk;
  private final AwsEndpoint aws;

  /** Starts it all; a process that is told to end while it runs leaves no server behind. */
  Backdrop(Path folder) {
    home = new Home(folder);
    keys = Keys.keep(home);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::abandon));
    try {
      postgres = keep(new PostgresServer(home));
      roundTrips = keep(new RoundTrips(postgres.port()));
      upstash = keep(new UpstashEndpoint(home, keep(new RedisServer(home))));
      site = keep(new LoopbackServer("site", Backdrop::takeMessage));
      clerk = keep(standIn());
      aws = keep(new AwsEndpoint(keys));
      aws.open(services());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private <P extends AutoCloseable> P keep(P part) {
    running.push(part);
    return part;
  }

  /** Clerk's messages arrive and nothing comes of them. */
  private static void takeMessage(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private ClerkStandIn standIn() {
    URI origin = URI.create(site.url());
    return new ClerkStandIn(home, postgres.localCloud(), origin, origin, _ -> {});
  }

  /** Accepts events and, having no rules, delivers none. */
  private AwsServices services() {
    return new AwsServices(
        ACCOUNT,
        bus(),
        new IdleFunctions(),
        new Mailbox(postgres.localCloud()),
        new Queues(postgres.localCloud(), ACCOUNT, aws.url()),
        Map.of(),
        Map.of());
  }

  private EventBus bus() {
    return keep(
        new EventBus(
            postgres.localCloud(), ACCOUNT, List.of(), new IdleFunctions(), (_, _, _) -> {}));
  }

  RoundTrips roundTrips() {
    return roundTrips;
  }

  /** The app's address, which Clerk's tokens name and the shell's requests come from. */
  String origin() {
    return site.url();
  }

  Clerk clerk() {
    var api = new JsonApi(http, clerk.backendUrl(), clerk.secretKey());
    return new Clerk(api, clerk.webhookSecret());
  }

  /** The template's parameters for functions whose talk with the database is counted. */
  Map<String, String> countedParameters() {
    return parameters(roundTrips.port());
  }

  /** The same for functions that prepare something, which is not counted. */
  Map<String, String> parameters() {
    return parameters(postgres.port());
  }

  private Map<String, String> parameters(int databasePort) {
    return Map.ofEntries(
        Map.entry("Environment", "local"),
        Map.entry("AppOrigin", origin()),
        Map.entry(
            "DatabaseUrl",
            postgres.jdbcUrl().replace(":" + postgres.port() + "/", ":" + databasePort + "/")),
        Map.entry("DatabasePassword", postgres.app().password()),
        Map.entry("IdentityDatabasePassword", postgres.identity().password()),
        Map.entry("JobDatabasePassword", postgres.job().password()),
        Map.entry("RelayDatabasePassword", postgres.relay().password()),
        Map.entry("UpstashRedisRestUrl", upstash.url()),
        Map.entry("UpstashRedisRestToken", upstash.token()),
        Map.entry("ClerkIssuer", clerk.issuer()),
        Map.entry("ClerkJwksUrl", clerk.backendJwksUrl()),
        Map.entry("ClerkApiUrl", clerk.backendUrl()),
        Map.entry("ClerkSecretKey", clerk.secretKey()),
        Map.entry("ClerkWebhookSecret", clerk.webhookSecret()),
        Map.entry("CdnSecret", ""),
        Map.entry("RateLimitKey", "known-to-no-thief-of-redis"),
        Map.entry("CallsPerPerson", "100000"),
        Map.entry("CallsPerOrg", "100000"));
  }

  /** What AWS's SDK in a function looks for. */
  Map<String, String> sdkVariables() {
    return Map.of(
        "AWS_REGION", ACCOUNT.region(),
        "AWS_ACCESS_KEY_ID", keys.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", keys.secretAccessKey(),
        "AWS_ENDPOINT_URL", aws.url());
  }

  /** A Redis command. */
  JsonNode redis(Object... words) {
    var api = new JsonApi(http, upstash.url(), upstash.token());
    return api.post("/", List.of(words)).path("result");
  }

  /** Records an event in an org as a function would, but wakes nobody; it gets the org's id. */
  void record(UUID org, ObjectNode envelope) {
    envelope.put("org_id", org.toString());
    var job = postgres.job();
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), job.user(), job.password());
        var enter = connection.prepareStatement("select enter_org_as_job(?, ?)");
        var emit =
            connection.prepareStatement(
                "select emit_event(?, ?, null, 'system', 'bench', 'brief.updated@1.0', ?::jsonb, null, null, null, 'bench', 'local')")) {
      connection.setAutoCommit(false);
      enter.setObject(1, org);
      enter.setString(2, "0af7651916cd43dd8448eb211c80319c");
      enter.execute();
      emit.setObject(1, UUID.fromString(envelope.path("id").asString()));
      emit.setString(2, envelope.path("type").asString());
      emit.setString(3, Json.write(envelope.path("payload")));
      emit.execute();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot record the event", e);
    }
  }

  /** Postgres is no child of this process and would outlive it. */
  private void abandon() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    PostgresServer.abandon(home);
  }

  /** Stops every part, the last started first. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a part did not stop", e);
      }
    }
  }
}
