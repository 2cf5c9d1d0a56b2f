package app.xentri.local.sqs;

import app.xentri.local.Home;
import app.xentri.local.Part;
import app.xentri.local.aws.Account;
import app.xentri.local.aws.QueueSender;
import app.xentri.local.process.FolderLock;
import app.xentri.local.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * SQS on a free loopback port; queues and messages are kept in the home. It starts in the
 * background, because it takes seconds: its address is known at once, {@link #awaitReady} waits.
 * Only one may run in a JVM (its library's connection pool is global).
 */
public final class SqsServer implements Part, QueueSender {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Account account;
  private final int port = FreePort.find();
  private final FolderLock lock;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final CompletableFuture<ElasticMq> running;

  /** Begins to start. */
  public SqsServer(Home home, Account account) {
    this.account = account;
    lock = FolderLock.hold(home.folder("sqs"));
    running =
        CompletableFuture.supplyAsync(
            () -> ElasticMq.start(home.folder("sqs"), port, account),
            task -> Thread.ofPlatform().daemon().name("sqs-start").start(task));
  }

  @Override
  public String name() {
    return "sqs";
  }

  /** The value for {@code AWS_ENDPOINT_URL_SQS}. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The URL of a queue by its name, whether it exists or not. */
  public String queueUrl(String queueName) {
    return url() + "/" + account.id() + "/" + queueName;
  }

  /**
   * Waits until it serves.
   *
   * @throws IllegalStateException when it did not start
   */
  public void awaitReady() {
    try {
      running.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("SQS did not start", e.getCause());
    }
  }

  /**
   * Makes the queues that are missing and gives existing ones these settings; messages are kept.
   * Dead-letter queues may come after those that use them.
   */
  public void provide(List<QueueSettings> queues) {
    awaitReady();
    queues.stream().filter(queue -> queue.deadLetterQueue().isEmpty()).forEach(this::provide);
    queues.stream().filter(queue -> queue.deadLetterQueue().isPresent()).forEach(this::provide);
  }

  private void provide(QueueSettings queue) {
    ObjectNode create = JSON.createObjectNode().put("QueueName", queue.name());
    ObjectNode attributes = create.putObject("Attributes");
    if (queue.fifo()) {
      attributes.put("FifoQueue", "true");
    }
    if (exists(queue.name())) {
      queue
          .deadLetterQueue()
          .ifPresent(
              _ -> {
                ObjectNode set = JSON.createObjectNode().put("QueueUrl", queueUrl(queue.name()));
                set.putObject("Attributes").put("RedrivePolicy", redrive(queue));
                require("SetQueueAttributes", set);
              });
    } else {
      queue.deadLetterQueue().ifPresent(_ -> attributes.put("RedrivePolicy", redrive(queue)));
      require("CreateQueue", create);
    }
  }

  private String redrive(QueueSettings queue) {
    return JSON.createObjectNode()
        .put("deadLetterTargetArn", account.arn("sqs", queue.deadLetterQueue().orElseThrow()))
        .put("maxReceiveCount", queue.maxReceives())
        .toString();
  }

  private boolean exists(String queueName) {
    ObjectNode request = JSON.createObjectNode().put("QueueName", queueName);
    return call("GetQueueUrl", request).statusCode() == 200;
  }

  @Override
  public void send(String queue, String body, Map<String, String> attributes) {
    String name = queue.substring(Math.max(queue.lastIndexOf('/'), queue.lastIndexOf(':')) + 1);
    ObjectNode message =
        JSON.createObjectNode().put("QueueUrl", queueUrl(name)).put("MessageBody", body);
    if (!attributes.isEmpty()) {
      ObjectNode described = message.putObject("MessageAttributes");
      attributes.forEach(
          (key, value) ->
              described.putObject(key).put("DataType", "String").put("StringValue", value));
    }
    if (name.endsWith(".fifo")) {
      message.put("MessageGroupId", "local-cloud");
      message.put("MessageDeduplicationId", UUID.randomUUID().toString());
    }
    awaitReady();
    require("SendMessage", message);
  }

  /** How many messages can be received from the queue at this moment. */
  public int waiting(String queueName) {
    ObjectNode request = JSON.createObjectNode().put("QueueUrl", queueUrl(queueName));
    request.putArray("AttributeNames").add("ApproximateNumberOfMessages");
    awaitReady();
    return require("GetQueueAttributes", request)
        .at("/Attributes/ApproximateNumberOfMessages")
        .asInt();
  }

  private JsonNode require(String operation, JsonNode request) {
    HttpResponse<String> response = call(operation, request);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(
          "SQS refused " + operation + ": " + response.statusCode() + " " + response.body());
    }
    return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
  }

  private HttpResponse<String> call(String operation, JsonNode request) {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(url() + "/"))
            .timeout(ANSWER)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AmazonSQS." + operation)
            .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
            .build();
    try {
      return client.send(post, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("SQS does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while SQS was asked", e);
    }
  }

  @Override
  public void close() {
    running
        .handle(
            (server, failure) -> {
              if (server != null) {
                server.close();
              }
              return failure == null;
            })
        .join();
    client.close();
    lock.close();
  }
}
