package app.xentri.local.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.mail.Mailbox;
import app.xentri.local.postgres.SharedPostgres;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

class QueuesTest {

  @RegisterExtension static final SharedPostgres POSTGRES = new SharedPostgres();

  private static final Account ACCOUNT = new Account("123456789012", "eu-central-1");
  private static final Keys KEYS = new Keys("AKIATEST", "secret");
  private static final List<QueueSettings> SETTINGS =
      List.of(
          new QueueSettings("work", false, Optional.of("letters"), 2),
          new QueueSettings("letters", false, Optional.empty(), 0),
          new QueueSettings("ordered.fifo", true, Optional.empty(), 0));

  static AwsEndpoint endpoint;
  static EventBus bus;
  static Queues queues;
  static SqsClient client;

  @BeforeAll
  static void start() throws Exception {
    POSTGRES.drop("bus_deliveries", "bus_events", "mails", "queue_messages", "queues");
    endpoint = new AwsEndpoint(KEYS);
    queues = queues();
    var functions = new RecordingFunctions(Set.of(), answered -> answered);
    bus = new EventBus(POSTGRES.localCloud(), ACCOUNT, List.of(), functions, queues);
    endpoint.open(
        new AwsServices(
            ACCOUNT,
            bus,
            functions,
            new Mailbox(POSTGRES.localCloud()),
            queues,
            Map.of(),
            Map.of()));
    client = client(KEYS);
  }

  @AfterAll
  static void stop() {
    client.close();
    endpoint.close();
    bus.close();
  }

  @BeforeEach
  void empty() {
    SETTINGS.forEach(queue -> client.purgeQueue(r -> r.queueUrl(queues.url(queue.name()))));
  }

  private static Queues queues() {
    Queues opened = new Queues(POSTGRES.localCloud(), ACCOUNT, endpoint.url());
    opened.provide(SETTINGS);
    return opened;
  }

  @Test
  void awsOwnClientSendsReceivesAndDeletes() {
    String url = client.getQueueUrl(r -> r.queueName("work")).queueUrl();
    assertEquals(queues.url("work"), url);
    client.sendMessage(
        r ->
            r.queueUrl(url)
                .messageBody("labas 🙂")
                .messageAttributes(Map.of("b", text("ž"), "a", text("1"))));
    Message message =
        client
            .receiveMessage(
                r ->
                    r.queueUrl(url)
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
            .messages()
            .getFirst();
    assertEquals("labas 🙂", message.body());
    assertEquals("ž", Objects.requireNonNull(message.messageAttributes().get("b")).stringValue());
    assertEquals(
        "1", message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
    assertTrue(client.receiveMessage(r -> r.queueUrl(url)).messages().isEmpty(), "out of sight");
    client.changeMessageVisibility(
        r -> r.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    Message again = client.receiveMessage(r -> r.queueUrl(url)).messages().getFirst();
    assertEquals(message.messageId(), again.messageId());
    client.deleteMessage(r -> r.queueUrl(url).receiptHandle(again.receiptHandle()));
    assertEquals(List.of("0", "0"), counts(url));
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  private static List<String> counts(String url) {
    var attributes =
        client
            .getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Stream.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)
        .map(attributes::get)
        .toList();
  }

  @Test
  void batchesAnswerForEachEntry() {
    String url = queues.url("work");
    var sent =
        client.sendMessageBatch(
            r ->
                r.queueUrl(url)
                    .entries(
                        List.of(
                            SendMessageBatchRequestEntry.builder()
                                .id("good")
                                .messageBody("x")
                                .build(),
                            SendMessageBatchRequestEntry.builder()
                                .id("bad")
                                .messageBody("\u0000")
                                .build())));
    assertEquals("good", sent.successful().getFirst().id());
    assertEquals("bad", sent.failed().getFirst().id());
    var received = client.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(2)).messages();
    client.deleteMessageBatch(
        r ->
            r.queueUrl(url)
                .entries(
                    List.of(
                        DeleteMessageBatchRequestEntry.builder()
                            .id("1")
                            .receiptHandle(received.getFirst().receiptHandle())
                            .build())));
    assertEquals(List.of("0", "0"), counts(url));
  }

  @Test
  void aMessageThatIsReceivedTooOftenMovesToTheDeadLetterQueue() {
    queues.send(queues.url("work"), "poison", Map.of("WHY", "a test"));
    for (int i = 0; i < 3; i++) {
      client.receiveMessage(r -> r.queueUrl(queues.url("work")).visibilityTimeout(0));
    }
    Message letter =
        client
            .receiveMessage(r -> r.queueUrl(queues.url("letters")).messageAttributeNames("All"))
            .messages()
            .getFirst();
    assertEquals("poison", letter.body());
    assertEquals(
        "a test", Objects.requireNonNull(letter.messageAttributes().get("WHY")).stringValue());
  }

  @Test
  void aFifoQueueKeepsTheOrderOfAGroupAndTakesARepeatedMessageOnce() {
    String url = queues.url("ordered.fifo");
    for (String body : List.of("a1", "a2", "a2", "b1")) {
      client.sendMessage(
          r ->
              r.queueUrl(url)
                  .messageBody(body)
                  .messageGroupId(body.substring(0, 1))
                  .messageDeduplicationId(body));
    }
    Message first = client.receiveMessage(r -> r.queueUrl(url)).messages().getFirst();
    assertEquals("a1", first.body());
    var others = client.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages();
    assertEquals(List.of("b1"), others.stream().map(Message::body).toList());
    client.deleteMessage(r -> r.queueUrl(url).receiptHandle(first.receiptHandle()));
    var rest = client.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages();
    assertEquals(List.of("a2"), rest.stream().map(Message::body).toList());
  }

  @Test
  void queuesAndMessagesAreStillThereAfterARestart() {
    queues.send("letters", "kept", Map.of());
    Queues next = queues();
    var letters = next.find("letters").orElseThrow();
    assertEquals(1, next.count(letters).visible());
  }

  @Test
  void aQueueThatDoesNotExistTakesNothing() {
    assertThrows(IllegalStateException.class, () -> queues.send("nowhere", "x", Map.of()));
    assertThrows(
        QueueDoesNotExistException.class,
        () -> client.sendMessage(r -> r.queueUrl(queues.url("nowhere")).messageBody("x")));
    assertFalse(client.listQueues().queueUrls().contains(queues.url("nowhere")));
  }

  @Test
  void whoeverHasNotTheSecretCanNeitherLookNorPurge() {
    queues.send("letters", "kept", Map.of());
    try (SqsClient stranger = client(new Keys(KEYS.accessKeyId(), "guessed"))) {
      for (var call :
          List.<org.junit.jupiter.api.function.Executable>of(
              stranger::listQueues,
              () -> stranger.receiveMessage(r -> r.queueUrl(queues.url("letters"))),
              () -> stranger.purgeQueue(r -> r.queueUrl(queues.url("letters"))))) {
        assertEquals(403, assertThrows(SqsException.class, call).statusCode());
      }
    }
    assertEquals(List.of("1", "0"), counts(queues.url("letters")));
  }

  private static SqsClient client(Keys keys) {
    return SqsClient.builder()
        .endpointOverride(URI.create(endpoint.url()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
