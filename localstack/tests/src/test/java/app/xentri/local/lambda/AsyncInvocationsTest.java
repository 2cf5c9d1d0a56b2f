package app.xentri.local.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class AsyncInvocationsTest {
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(20), Duration.ofMillis(40));

  @TempDir private Path folder;

  private final BlockingQueue<String> letters = new LinkedBlockingQueue<>();
  private Path queue;
  private Template template;
  private Lambda lambda;

  @BeforeEach
  void prepare() throws IOException {
    queue = Files.createDirectory(folder.resolve("queue"));
    template = DemoFunctions.in(folder);
    InProcessHost host =
        new InProcessHost(
            template, Packages.ofProject(), new FunctionEnvironment("eu-central-1", Map::of));
    FunctionLog log = new FunctionLog(folder.resolve("functions.log"), Clock.systemUTC());
    lambda = new Lambda(template, DemoFunctions.PLACE, host, log, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    lambda.close();
  }

  @Test
  void anEventIsDeliveredOnceAndForgotten() throws Exception {
    try (AsyncInvocations async = open()) {
      enqueue(async, "echo one");
      awaitEmpty();
    }
    assertEquals(1, lambda.recent().page(0, 10).size());
  }

  @Test
  void aFailingFunctionIsTriedThreeTimesAndThenHandedOn() throws Exception {
    try (AsyncInvocations async = open()) {
      enqueue(async, "throw out of milk");
      String letter = letters.poll(10, TimeUnit.SECONDS);
      assertNotNull(letter);
      JsonNode record =
          JsonMapper.builder().build().readTree(letter.substring(letter.indexOf(' ') + 1));
      assertTrue(letter.startsWith("arn:aws:sqs:eu-central-1:000000000000:demo-Letters "));
      assertEquals("RetriesExhausted", record.at("/requestContext/condition").asString());
      assertEquals(3, record.at("/requestContext/approximateInvokeCount").asInt());
      assertEquals("throw out of milk", record.path("requestPayload").asString());
      assertEquals(
          "java.lang.IllegalStateException", record.at("/responsePayload/errorType").asString());
      // One id over all attempts leads from the letter to the logs.
      assertEquals(
          3, lambda.recent().attempts(record.at("/requestContext/requestId").asString()).size());
      awaitEmpty();
    }
    assertEquals(3, lambda.recent().page(0, 10).size());
  }

  @Test
  void aFunctionThatOverrunsIsHandedOnWithLambdasErrorDocument() throws Exception {
    try (AsyncInvocations async = open()) {
      enqueue(async, "sleep 60000");
      String letter = letters.poll(30, TimeUnit.SECONDS);
      assertNotNull(letter);
      JsonNode record =
          JsonMapper.builder().build().readTree(letter.substring(letter.indexOf(' ') + 1));
      assertEquals(
          "Task timed out after 5 seconds", record.at("/responsePayload/errorMessage").asString());
    }
  }

  @Test
  void whatWasNotYetAcceptedWhenARunDiedIsCleanedAway() throws Exception {
    Files.writeString(queue.resolve("000000000000001-unfinished.draft"), "{\"func");
    try (AsyncInvocations async = open()) {
      assertEquals(0, kept());
      assertEquals("asynchronous invocations", async.name());
    }
  }

  @Test
  void whatAStoppedRunLeftIsDeliveredByTheNext() throws Exception {
    AsyncInvocations stopped = open();
    enqueue(stopped, "sleep 1500");
    Thread.sleep(200); // It must be on its way when everything stops.
    stopped.close();
    assertEquals(1, kept());
    try (AsyncInvocations next = open()) {
      awaitEmpty();
      assertEquals("asynchronous invocations", next.name());
    }
  }

  private AsyncInvocations open() {
    return new AsyncInvocations(
        lambda,
        DemoFunctions.PLACE,
        (arn, message, _) -> letters.add(arn + " " + message),
        queue,
        PAUSES,
        Clock.systemUTC());
  }

  private void enqueue(AsyncInvocations async, String text) {
    async.enqueue(template.function("demo-mirror").orElseThrow(), "test", "\"" + text + "\"");
  }

  private void awaitEmpty() throws Exception {
    for (int i = 0; i < 400 && kept() > 0; i++) {
      Thread.sleep(20);
    }
    assertEquals(0, kept());
  }

  private long kept() throws IOException {
    try (Stream<Path> files = Files.list(queue)) {
      return files.count();
    }
  }
}
