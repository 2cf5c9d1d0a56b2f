package app.xentri.local.aws;

import app.xentri.local.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** SQS in its JSON protocol: the operations on messages, and on queues those that only look. */
final class QueuesApi {

  private static final JsonMapper JSON = Json.MAPPER;
  private static final int LARGEST_MESSAGE = 1024 * 1024;
  private static final int MOST_AT_ONCE = 10;
  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Queues queues;

  QueuesApi(Queues queues) {
    this.queues = queues;
  }

  JsonNode handle(String operation, JsonNode request) throws AwsRefusal {
    return switch (operation) {
      case "ListQueues" -> list(request);
      case "GetQueueUrl" -> url(queue(request.path("QueueName").asString("")));
      case "GetQueueAttributes" -> attributes(queue(request), request);
      case "SendMessage" -> send(queue(request), request);
      case "SendMessageBatch" -> batch(request, entry -> send(queue(request), entry));
      case "ReceiveMessage" -> receive(queue(request), request);
      case "DeleteMessage" -> delete(queue(request), request);
      case "DeleteMessageBatch" -> batch(request, entry -> delete(queue(request), entry));
      case "ChangeMessageVisibility" -> hide(queue(request), request);
      case "PurgeQueue" -> purge(queue(request));
      default -> throw AwsRefusal.unknown("sqs:" + operation);
    };
  }

  private QueueSettings queue(JsonNode request) throws AwsRefusal {
    String url = request.path("QueueUrl").asString("");
    return queue(url.substring(url.lastIndexOf('/') + 1));
  }

  private QueueSettings queue(String name) throws AwsRefusal {
    return queues
        .find(name)
        .orElseThrow(
            () ->
                new AwsRefusal(
                    400, "QueueDoesNotExist", "The specified queue does not exist: " + name));
  }

  private JsonNode list(JsonNode request) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode urls = answer.putArray("QueueUrls");
    queues
        .names(request.path("QueueNamePrefix").asString(""))
        .forEach(name -> urls.add(queues.url(name)));
    return answer;
  }

  private JsonNode url(QueueSettings queue) {
    return JSON.createObjectNode().put("QueueUrl", queues.url(queue.name()));
  }

  private JsonNode attributes(QueueSettings queue, JsonNode request) {
    Queues.Count count = queues.count(queue);
    ObjectNode all = JSON.createObjectNode();
    all.put("QueueArn", queues.arn(queue.name()));
    all.put("ApproximateNumberOfMessages", Long.toString(count.visible()));
    all.put("ApproximateNumberOfMessagesNotVisible", Long.toString(count.sentOut()));
    all.put("ApproximateNumberOfMessagesDelayed", Long.toString(count.delayed()));
    all.put("VisibilityTimeout", Long.toString(VISIBILITY.toSeconds()));
    if (queue.fifo()) {
      all.put("FifoQueue", "true");
    }
    queue.deadLetterQueue().ifPresent(letters -> all.put("RedrivePolicy", redrive(queue, letters)));
    List<String> wanted = texts(request.path("AttributeNames"));
    if (!wanted.contains("All")) {
      all.retain(wanted);
    }
    return JSON.createObjectNode().set("Attributes", all);
  }

  private String redrive(QueueSettings queue, String letters) {
    return JSON.createObjectNode()
        .put("deadLetterTargetArn", queues.arn(letters))
        .put("maxReceiveCount", queue.maxReceives())
        .toString();
  }

  private ObjectNode send(QueueSettings queue, JsonNode request) throws AwsRefusal {
    String body = request.path("MessageBody").asString("");
    JsonNode attributes = request.path("MessageAttributes");
    String kept = attributes.isObject() ? JSON.writeValueAsString(attributes) : "{}";
    int size = body.getBytes(StandardCharsets.UTF_8).length + kept.length();
    require(!body.isEmpty() && size <= LARGEST_MESSAGE, "One or more parameters are invalid");
    if (!isText(body) || !isText(kept)) {
      throw new AwsRefusal(400, "InvalidMessageContents", "The message holds invalid characters");
    }
    String group = text(request, "MessageGroupId");
    require(!queue.fifo() || group != null, "The request must contain MessageGroupId");
    Duration delay = seconds(request, "DelaySeconds", Duration.ZERO, LONGEST_DELAY);
    UUID id =
        queues.send(
            queue,
            new Queues.Outgoing(
                body,
                kept,
                delay,
                group,
                queue.fifo() ? text(request, "MessageDeduplicationId") : null));
    ObjectNode answer = JSON.createObjectNode();
    answer.put("MessageId", id.toString()).put("MD5OfMessageBody", Md5.of(body));
    if (!attributes.isEmpty()) {
      answer.put("MD5OfMessageAttributes", Md5.ofAttributes(attributes));
    }
    return answer;
  }

  private JsonNode receive(QueueSettings queue, JsonNode request) throws AwsRefusal {
    int most = request.path("MaxNumberOfMessages").asInt(1);
    require(most >= 1 && most <= MOST_AT_ONCE, "MaxNumberOfMessages must be between 1 and 10");
    Duration visibility = seconds(request, "VisibilityTimeout", VISIBILITY, LONGEST_VISIBILITY);
    Duration wait = seconds(request, "WaitTimeSeconds", Duration.ZERO, LONGEST_WAIT);
    long until = System.nanoTime() + wait.toNanos();
    List<Queues.Received> received = queues.receive(queue, most, visibility);
    while (received.isEmpty() && System.nanoTime() < until) {
      pause();
      received = queues.receive(queue, most, visibility);
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode messages = answer.putArray("Messages");
    received.forEach(message -> messages.add(message(message, request)));
    return answer;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for messages", e);
    }
  }

  private static ObjectNode message(Queues.Received received, JsonNode request) {
    ObjectNode message = JSON.createObjectNode();
    message.put("MessageId", received.id().toString());
    message.put("ReceiptHandle", received.receipt().toString());
    message.put("Body", received.body()).put("MD5OfBody", Md5.of(received.body()));
    ObjectNode attributes = (ObjectNode) JSON.readTree(received.attributes());
    List<String> wanted = texts(request.path("MessageAttributeNames"));
    if (!wanted.contains("All") && !wanted.contains(".*")) {
      attributes.retain(wanted);
    }
    if (!attributes.isEmpty()) {
      message.set("MessageAttributes", attributes);
      message.put("MD5OfMessageAttributes", Md5.ofAttributes(attributes));
    }
    ObjectNode system = system(received, request);
    if (!system.isEmpty()) {
      message.set("Attributes", system);
    }
    return message;
  }

  private static ObjectNode system(Queues.Received received, JsonNode request) {
    ObjectNode system = JSON.createObjectNode();
    system.put("SentTimestamp", Long.toString(received.sent()));
    system.put("ApproximateReceiveCount", Integer.toString(received.receives()));
    system.put("ApproximateFirstReceiveTimestamp", Long.toString(received.firstReceived()));
    received.group().ifPresent(group -> system.put("MessageGroupId", group));
    List<String> wanted = texts(request.path("MessageSystemAttributeNames"));
    List<String> wantedByOldName = texts(request.path("AttributeNames"));
    if (!wanted.contains("All") && !wantedByOldName.contains("All")) {
      system.retain(wanted.isEmpty() ? wantedByOldName : wanted);
    }
    return system;
  }

  private ObjectNode delete(QueueSettings queue, JsonNode request) throws AwsRefusal {
    queues.delete(queue, receipt(request));
    return JSON.createObjectNode();
  }

  private ObjectNode hide(QueueSettings queue, JsonNode request) throws AwsRefusal {
    Duration visibility = seconds(request, "VisibilityTimeout", VISIBILITY, LONGEST_VISIBILITY);
    if (!queues.hide(queue, receipt(request), visibility)) {
      throw new AwsRefusal(400, "MessageNotInflight", "The message is not in flight");
    }
    return JSON.createObjectNode();
  }

  private ObjectNode purge(QueueSettings queue) {
    queues.purge(queue);
    return JSON.createObjectNode();
  }

  /** What is done with one entry of a batch. */
  private interface Action {
    ObjectNode on(JsonNode entry) throws AwsRefusal;
  }

  private static ObjectNode batch(JsonNode request, Action action) throws AwsRefusal {
    JsonNode entries = request.path("Entries");
    require(!entries.isEmpty() && entries.size() <= MOST_AT_ONCE, "Between 1 and 10 entries");
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode successful = answer.putArray("Successful");
    ArrayNode failed = answer.putArray("Failed");
    for (JsonNode entry : entries) {
      String id = entry.path("Id").asString("");
      try {
        successful.add(action.on(entry).put("Id", id));
      } catch (AwsRefusal e) {
        failed
            .addObject()
            .put("Id", id)
            .put("Code", e.code())
            .put("Message", e.text())
            .put("SenderFault", true);
      }
    }
    return answer;
  }

  private static UUID receipt(JsonNode request) throws AwsRefusal {
    try {
      return UUID.fromString(request.path("ReceiptHandle").asString(""));
    } catch (IllegalArgumentException e) {
      throw new AwsRefusal(400, "ReceiptHandleIsInvalid", "The receipt handle is not valid");
    }
  }

  private static Duration seconds(JsonNode request, String name, Duration standard, Duration most)
      throws AwsRefusal {
    Duration given =
        Duration.ofSeconds(request.path(name).asInt(Math.toIntExact(standard.toSeconds())));
    require(!given.isNegative() && given.compareTo(most) <= 0, name + " is out of range");
    return given;
  }

  private static @Nullable String text(JsonNode request, String name) {
    return Optional.of(request.path(name).asString("")).filter(t -> !t.isEmpty()).orElse(null);
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  /** What SQS takes: the characters of XML 1.0. */
  private static boolean isText(String text) {
    return text.codePoints()
        .allMatch(
            c ->
                c == '\t'
                    || c == '\n'
                    || c == '\r'
                    || (c >= 0x20 && c <= 0xD7FF)
                    || (c >= 0xE000 && c <= 0xFFFD)
                    || c >= 0x10000);
  }

  private static void require(boolean condition, String message) throws AwsRefusal {
    if (!condition) {
      throw new AwsRefusal(400, "InvalidParameterValue", message);
    }
  }
}
