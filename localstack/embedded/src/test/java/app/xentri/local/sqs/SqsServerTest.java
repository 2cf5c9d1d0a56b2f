package app.xentri.local.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.Home;
import app.xentri.local.aws.Account;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class SqsServerTest {

  static final Account ACCOUNT = new Account("123456789012", "eu-central-1");
  private static final QueueSettings LETTERS =
      new QueueSettings("letters", false, Optional.empty(), 0);
  private static final QueueSettings WORK =
      new QueueSettings("work", false, Optional.of("letters"), 2);
  private static final QueueSettings ORDERED =
      new QueueSettings("ordered.fifo", true, Optional.empty(), 0);

  @TempDir static Path temp;
  static SqsServer sqs;
  static SqsClient client;

  @BeforeAll
  static void start() {
    sqs = new SqsServer(new Home(temp), ACCOUNT);
    sqs.provide(List.of(WORK, LETTERS, ORDERED));
    client = client(sqs);
  }

  @AfterAll
  static void stop() {
    client.close();
    sqs.close();
  }

  @Test
  void awsOwnClientSendsReceivesAndDeletes() {
    String url = client.getQueueUrl(r -> r.queueName("work")).queueUrl();
    assertEquals(sqs.queueUrl("work"), url);
    client.sendMessage(r -> r.queueUrl(url).messageBody("labas 🙂"));
    Message message = client.receiveMessage(r -> r.queueUrl(url)).messages().getFirst();
    assertEquals("labas 🙂", message.body());
    client.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
    assertEquals(0, sqs.waiting("work"));
  }

  @Test
  void aMessageThatIsReceivedTooOftenMovesToTheDeadLetterQueue() {
    sqs.send(sqs.queueUrl("work"), "poison", Map.of("WHY", "a test"));
    for (int i = 0; i < 3; i++) {
      client.receiveMessage(r -> r.queueUrl(sqs.queueUrl("work")).visibilityTimeout(0));
    }
    var letters =
        client.receiveMessage(
            r ->
                r.queueUrl(sqs.queueUrl("letters"))
                    .waitTimeSeconds(2)
                    .messageAttributeNames("All"));
    Message letter = letters.messages().getFirst();
    assertEquals("poison", letter.body());
    assertEquals(
        "a test", Objects.requireNonNull(letter.messageAttributes().get("WHY")).stringValue());
  }

  @Test
  void aFifoQueueKeepsTheOrder() {
    for (int i = 0; i < 3; i++) {
      sqs.send(ACCOUNT.arn("sqs", "ordered.fifo"), "n" + i, Map.of());
    }
    var received =
        client.receiveMessage(
            r -> r.queueUrl(sqs.queueUrl("ordered.fifo")).maxNumberOfMessages(10));
    assertEquals(
        List.of("n0", "n1", "n2"), received.messages().stream().map(Message::body).toList());
  }

  @Test
  void aQueueThatDoesNotExistTakesNothing() {
    var refused =
        assertThrows(IllegalStateException.class, () -> sqs.send("nowhere", "x", Map.of()));
    assertTrue(String.valueOf(refused.getMessage()).contains("SendMessage"));
  }

  static SqsClient client(SqsServer sqs) {
    sqs.awaitReady();
    return SqsClient.builder()
        .endpointOverride(URI.create(sqs.url()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
