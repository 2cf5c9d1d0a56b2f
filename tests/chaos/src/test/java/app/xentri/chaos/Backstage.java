package app.xentri.chaos;

import app.xentri.platform.Json;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.redis.Redis;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import tools.jackson.databind.JsonNode;

/**
 * The running cloud's parts, seen and disturbed from outside: signals to its processes, and its
 * stores read behind the functions' back.
 */
final class Backstage {

  private static final Duration PATIENCE = Duration.ofSeconds(75);

  private final RunningCloud cloud;
  private final Path home;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Backstage(RunningCloud cloud, Path home) {
    this.cloud = cloud;
    this.home = home;
  }

  /** Ends the cloud's JVM, and only it, with SIGKILL; returns when it is gone. */
  void killJvm() {
    ProcessHandle jvm = ProcessHandle.of(cloud.runFile().path("pid").asLong()).orElseThrow();
    jvm.destroyForcibly();
    jvm.onExit().join();
  }

  long pid(String part) {
    return cloud.runFile().path(part + "_pid").asLong();
  }

  /** Sends a signal such as {@code STOP}. */
  static void signal(long pid, String signal) {
    try {
      int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("no process " + pid);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Redis redis() {
    JsonNode run = cloud.runFile();
    return new Redis(
        () -> http,
        URI.create(run.path("upstash_url").asString()),
        run.path("upstash_token").asString());
  }

  /** The sequence numbers in an org's stream. */
  List<Long> stream(UUID org) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode entry : redis().command("XRANGE", new OrgKey("events", org), "-", "+")) {
      numbers.add(Long.parseLong(entry.get(0).asString().replace("-0", "")));
    }
    return numbers;
  }

  /** The product's database as one of its roles: {@code app} or {@code relay}. */
  Connection database(String role) throws SQLException {
    JsonNode run = cloud.runFile();
    JsonNode credentials = run.path("database_" + role);
    return DriverManager.getConnection(
        run.path("database_url").asString(),
        credentials.path("user").asString(),
        credentials.path("password").asString());
  }

  /** The sequence numbers in an org's log. */
  List<Long> log(UUID org) throws SQLException {
    try (Connection relay = database("relay")) {
      return numbers(
          relay,
          "select org_seq from system_events where org_id = '%s' order by org_seq".formatted(org));
    }
  }

  /** The sequence numbers that the bus has accepted, in the order in which it did. */
  List<Long> bus(UUID org) throws SQLException {
    String url =
        "jdbc:postgresql://127.0.0.1:%d/local_cloud"
            .formatted(cloud.runFile().path("postgres_port").asInt());
    try (Connection local = DriverManager.getConnection(url, "local_cloud", localCloudPassword())) {
      return numbers(
          local,
          """
          select (event::jsonb -> 'detail' ->> 'org_seq')::bigint
            from bus_events
           where event::jsonb -> 'detail' ->> 'org_id' = '%s'
           order by position
          """
              .formatted(org));
    }
  }

  /** The sequence numbers that the consumer of Brief events has taken in, with doubles if any. */
  List<Long> consumed(UUID org) throws SQLException {
    try (Connection app = database("app")) {
      enter(app, org);
      return numbers(app, "select org_seq from consumed_events order by org_seq");
    }
  }

  /** Commits a Brief event of this version as a function would, but wakes nobody. */
  void emitBriefUpdated(UUID org, int version) throws SQLException {
    try (Connection app = database("app")) {
      emitBriefUpdated(app, org, version);
      app.commit();
    }
  }

  /** The same, with the commit left to the caller. */
  void emitBriefUpdated(Connection app, UUID org, int version) throws SQLException {
    enter(app, org);
    try (var emit =
        app.prepareStatement(
            """
            select emit_event(gen_random_uuid(), 'xentri.brief.updated.v1', null, 'system', 'chaos', 'brief.updated@1.0',
              jsonb_build_object('version', ?), null, null, null, 'chaos', 'local')
            """)) {
      emit.setInt(1, version);
      emit.execute();
    }
  }

  private static void enter(Connection app, UUID org) throws SQLException {
    app.setAutoCommit(false);
    try (var enter = app.prepareStatement("select enter_org_as_job(?, 'chaos')")) {
      enter.setObject(1, org);
      enter.execute();
    }
  }

  private static List<Long> numbers(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<Long> numbers = new ArrayList<>();
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
      return numbers;
    }
  }

  private String localCloudPassword() {
    try {
      return Files.readString(home.resolve("postgres/passwords/local_cloud")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a function and waits for its answer. */
  JsonNode invoke(String function, JsonNode event) {
    JsonNode aws = cloud.runFile().path("aws");
    try (LambdaClient lambda =
        LambdaClient.builder()
            .endpointOverride(URI.create(aws.path("AWS_ENDPOINT_URL").asString()))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        aws.path("AWS_ACCESS_KEY_ID").asString(),
                        aws.path("AWS_SECRET_ACCESS_KEY").asString())))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      var answer =
          lambda.invoke(
              r ->
                  r.functionName("xentri-" + function)
                      .payload(SdkBytes.fromUtf8String(Json.write(event))));
      if (answer.functionError() != null) {
        throw new IllegalStateException(answer.payload().asUtf8String());
      }
      return Json.read(answer.payload().asByteArray());
    }
  }

  /** Waits until what is looked at is what is expected, and returns what it was in the end. */
  static <T> T await(T expected, Callable<T> look) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T seen = look.call();
    while (!seen.equals(expected) && System.nanoTime() < end) {
      Thread.sleep(50);
      seen = look.call();
    }
    return seen;
  }
}
