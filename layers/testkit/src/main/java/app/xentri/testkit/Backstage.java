package app.xentri.testkit;

import app.xentri.platform.Json;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.redis.Redis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import tools.jackson.databind.JsonNode;

/**
 * The running cloud's parts, seen and disturbed from outside: signals to its processes, and its
 * stores read behind the functions' back.
 */
public final class Backstage {

  private static final Duration PATIENCE = Duration.ofSeconds(75);

  private final RunningCloud cloud;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Map<String, Connection> kept = new HashMap<>();
  private @Nullable Upstash upstash;

  /** The endpoint of a run, with a client for it. */
  private record Upstash(URI url, Redis client) {}

  public Backstage(RunningCloud cloud) {
    this.cloud = cloud;
  }

  /** Ends the cloud's JVM, and only it, with SIGKILL; returns when it is gone. */
  public void killJvm() {
    ProcessHandle jvm = ProcessHandle.of(cloud.runFile().path("pid").asLong()).orElseThrow();
    jvm.destroyForcibly();
    jvm.onExit().join();
  }

  public long pid(String part) {
    return cloud.runFile().path(part + "_pid").asLong();
  }

  /** Sends a signal such as {@code STOP}. */
  public static void signal(long pid, String signal) {
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

  /** The same one as long as the cloud runs: to look every few milliseconds must cost little. */
  public synchronized Redis redis() {
    JsonNode run = cloud.runFile();
    URI url = URI.create(run.path("upstash_url").asString());
    if (upstash == null || !upstash.url().equals(url)) {
      upstash = new Upstash(url, new Redis(url, run.path("upstash_token").asString()));
    }
    return upstash.client();
  }

  /** The sequence numbers in an org's stream. */
  public List<Long> stream(UUID org) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode entry : redis().command("XRANGE", new OrgKey("events", org), "-", "+")) {
      numbers.add(Long.parseLong(entry.get(0).asString().replace("-0", "")));
    }
    return numbers;
  }

  /** Any command, also those that name no org's key and that functions therefore cannot send. */
  public JsonNode upstash(Object... words) {
    JsonNode run = cloud.runFile();
    var request =
        HttpRequest.newBuilder(URI.create(run.path("upstash_url").asString()))
            .header("authorization", "Bearer " + run.path("upstash_token").asString())
            .POST(BodyPublishers.ofByteArray(Json.writeBytes(List.of(words))));
    return answer(request).path("result");
  }

  /** The bodies of the messages in a queue, which stay there; the queue's name may be longer. */
  public List<JsonNode> messages(String queue) {
    List<JsonNode> bodies = new ArrayList<>();
    for (String url : queues(queue)) {
      received(url).forEach(message -> bodies.add(Json.read(message.path("Body").asString())));
    }
    return bodies;
  }

  /** Sends this to a queue; its name may be longer. */
  public void send(String queue, JsonNode body) {
    for (String url : queues(queue)) {
      var message = Json.object().put("QueueUrl", url).put("MessageBody", Json.write(body));
      aws("sqs", "AmazonSQS.SendMessage", message);
    }
  }

  /** Takes those messages out of a queue whose bodies are this. */
  public void remove(String queue, JsonNode body) {
    for (String url : queues(queue)) {
      for (JsonNode message : received(url)) {
        if (Json.read(message.path("Body").asString()).equals(body)) {
          var gone = Json.object().put("QueueUrl", url);
          gone.set("ReceiptHandle", message.path("ReceiptHandle"));
          aws("sqs", "AmazonSQS.DeleteMessage", gone);
        }
      }
    }
  }

  private List<String> queues(String name) {
    return aws("sqs", "AmazonSQS.ListQueues", Json.object())
        .path("QueueUrls")
        .valueStream()
        .map(JsonNode::asString)
        .filter(url -> url.contains(name))
        .toList();
  }

  private JsonNode received(String url) {
    var all =
        Json.object()
            .put("QueueUrl", url)
            .put("MaxNumberOfMessages", 10)
            .put("VisibilityTimeout", 0);
    return aws("sqs", "AmazonSQS.ReceiveMessage", all).path("Messages");
  }

  /**
   * Has the bus accept an event that no rule is for.
   *
   * @return its id
   */
  public UUID publish(JsonNode detail) {
    var entry =
        Json.object()
            .put("Source", "test")
            .put("DetailType", "heard.by.nobody")
            .put("Detail", Json.write(detail));
    var entries = Json.object();
    entries.putArray("Entries").add(entry);
    JsonNode answer = aws("events", "AWSEvents.PutEvents", entries);
    return UUID.fromString(answer.path("Entries").path(0).path("EventId").asString());
  }

  private JsonNode aws(String service, String target, JsonNode body) {
    JsonNode aws = cloud.runFile().path("aws");
    URI endpoint = URI.create(aws.path("AWS_ENDPOINT_URL").asString() + "/");
    byte[] payload = Json.writeBytes(body);
    var plain =
        SdkHttpRequest.builder()
            .uri(endpoint)
            .method(SdkHttpMethod.POST)
            .putHeader("content-type", "application/x-amz-json-1.0")
            .putHeader("x-amz-target", target)
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(credentials(aws))
                        .request(plain)
                        .payload(ContentStreamProvider.fromByteArray(payload))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, Region.EU_CENTRAL_1.id()));
    var request = HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofByteArray(payload));
    signed.request().forEachHeader((name, values) -> set(request, name, values));
    return answer(request);
  }

  /** The client sets the host, which is signed too, by itself. */
  private static void set(HttpRequest.Builder request, String name, List<String> values) {
    if (!name.equalsIgnoreCase("host")) {
      request.setHeader(name, values.getFirst());
    }
  }

  private static AwsBasicCredentials credentials(JsonNode aws) {
    return AwsBasicCredentials.create(
        aws.path("AWS_ACCESS_KEY_ID").asString(), aws.path("AWS_SECRET_ACCESS_KEY").asString());
  }

  private JsonNode answer(HttpRequest.Builder request) {
    try {
      return Json.read(http.send(request.build(), BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * The product's database as one of its roles: {@code owner}, {@code app}, {@code identity},
   * {@code job} or {@code relay}.
   */
  public Connection database(String role) throws SQLException {
    JsonNode run = cloud.runFile();
    JsonNode credentials = run.path("database_" + role);
    return DriverManager.getConnection(
        run.path("database_url").asString(),
        credentials.path("user").asString(),
        credentials.path("password").asString());
  }

  /** The sequence numbers in an org's log. */
  public synchronized List<Long> log(UUID org) throws SQLException {
    return numbers(
        kept("relay", () -> database("relay")),
        "select org_seq from system_events where org_id = '%s' order by org_seq".formatted(org));
  }

  /** The sequence numbers that the bus has accepted, in the order in which it did. */
  public synchronized List<Long> bus(UUID org) throws SQLException {
    return numbers(
        kept("local_cloud", this::localCloud),
        """
        select (event::jsonb -> 'detail' ->> 'org_seq')::bigint
          from bus_events
         where event::jsonb -> 'detail' ->> 'org_id' = '%s'
         order by position
        """
            .formatted(org));
  }

  private interface Opening {
    Connection open() throws SQLException;
  }

  /**
   * A connection for looking again and again: most of what a new one costs is its password. What
   * has been cut off, because the cloud was killed or its database restored, is opened anew.
   */
  private Connection kept(String role, Opening opening) throws SQLException {
    Connection connection = kept.get(role);
    if (connection == null || !connection.isValid(1)) {
      connection = opening.open();
      kept.put(role, connection);
    }
    return connection;
  }

  /** The local cloud's own database, where its bus is. */
  public Connection localCloud() throws SQLException {
    String url =
        "jdbc:postgresql://127.0.0.1:%d/local_cloud"
            .formatted(cloud.runFile().path("postgres_port").asInt());
    return DriverManager.getConnection(url, "local_cloud", password("local_cloud"));
  }

  /** Postgres as whoever may do everything in it. */
  public Connection superuser() throws SQLException {
    String url =
        "jdbc:postgresql://127.0.0.1:%d/postgres"
            .formatted(cloud.runFile().path("postgres_port").asInt());
    return DriverManager.getConnection(url, "postgres", password("postgres"));
  }

  /** How far a sink has got in an org. */
  public synchronized long cursor(UUID org, String sink) throws SQLException {
    return numbers(
            kept("relay", () -> database("relay")),
            "select last_seq from event_cursors where org_id = '%s' and sink = '%s'"
                .formatted(org, sink))
        .getFirst();
  }

  /** The sequence numbers that the consumer of Brief events has taken in. */
  public List<Long> consumed(UUID org) throws SQLException {
    try (Connection job = database("job")) {
      enter(job, org);
      return numbers(job, "select org_seq from consumed_events order by org_seq");
    }
  }

  /**
   * Commits a Brief event of this version as a function would, but wakes nobody; returns its place.
   */
  public long emitBriefUpdated(UUID org, int version) throws SQLException {
    try (Connection job = database("job")) {
      long place = emitBriefUpdated(job, org, version);
      job.commit();
      return place;
    }
  }

  /** The same, with the commit left to the caller. */
  public long emitBriefUpdated(Connection job, UUID org, int version) throws SQLException {
    enter(job, org);
    try (var emit =
        job.prepareStatement(
            """
            select org_seq from emit_event(gen_random_uuid(), 'xentri.brief.updated.v1', null, 'system', 'test', 'brief.updated@1.0',
              jsonb_build_object('brief_id', gen_random_uuid(), 'version', ?, 'section', 'goals', 'source', 'import'), null, null, null, 'test', 'local')
            """)) {
      emit.setInt(1, version);
      try (var row = emit.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void enter(Connection job, UUID org) throws SQLException {
    job.setAutoCommit(false);
    try (var enter = job.prepareStatement("select enter_org_as_job(?, 'test')")) {
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

  private String password(String role) {
    try {
      return Files.readString(cloud.home().resolve("postgres/passwords").resolve(role)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a function and waits for its answer. */
  public JsonNode invoke(String function, JsonNode event) {
    JsonNode aws = cloud.runFile().path("aws");
    try (LambdaClient lambda =
        LambdaClient.builder()
            .endpointOverride(URI.create(aws.path("AWS_ENDPOINT_URL").asString()))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(StaticCredentialsProvider.create(credentials(aws)))
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

  /** Has the relay sweep, as the schedule does every minute. */
  public JsonNode sweep() {
    return invoke("event-relay", Json.object().put("source", "aws.scheduler"));
  }

  /** Keeps every relay from working, as if another one did; {@link #letRelaysWork} ends it. */
  public void holdRelays() throws SQLException {
    lease("holder = gen_random_uuid(), held_until = clock_timestamp() + interval '10 minutes'");
  }

  /** Leaves the lease as one that works under it leaves it when it is killed. */
  public void letRelaysWork() throws SQLException {
    lease("held_until = clock_timestamp() + interval '4 seconds'");
  }

  private void lease(String change) throws SQLException {
    try (Connection owner = database("owner");
        var statement = owner.createStatement()) {
      statement.execute("update relay_leases set " + change);
    }
  }

  /** What functions have logged as a metric of this name, line by line. */
  public List<JsonNode> counted(String metric) {
    try (var lines = Files.lines(cloud.home().resolve("logs/functions.log"))) {
      return lines
          .filter(line -> line.contains("CloudWatchMetrics") && line.contains(metric))
          .map(line -> Json.read(line.substring(line.indexOf('{'))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until what is looked at is what is expected, and returns what it was in the end. */
  public static <T> T await(T expected, Callable<T> look) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T seen = look.call();
    while (!seen.equals(expected) && System.nanoTime() < end) {
      Thread.sleep(50);
      seen = look.call();
    }
    return seen;
  }
}
