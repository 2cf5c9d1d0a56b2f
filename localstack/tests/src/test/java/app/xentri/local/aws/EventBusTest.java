package app.xentri.local.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.postgres.SharedPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

class EventBusTest {

  @RegisterExtension static final SharedPostgres POSTGRES = new SharedPostgres();

  private static final JsonMapper JSON = new JsonMapper();
  private static final Account ACCOUNT = new Account("123456789012", "eu-central-1");
  private static final Duration FAST = Duration.ofMillis(10);
  private static final String BRIEFS = "{\"detail-type\":[{\"prefix\":\"xentri.brief.\"}]}";

  private record Letter(String queue, String body, Map<String, String> attributes) {}

  private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
  private final QueueSender queues =
      (queue, body, attributes) -> letters.add(new Letter(queue, body, attributes));

  @BeforeEach
  void forget() throws SQLException {
    POSTGRES.drop("bus_deliveries", "bus_events");
  }

  @Test
  void onlyMatchingEventsReachTheTarget() throws Exception {
    var functions = new RecordingFunctions(Set.of("f"));
    try (EventBus bus = bus(functions, rule("briefs", "b", 0))) {
      put(bus, "b", "xentri.user.signup.v1");
      put(bus, "b", "xentri.brief.created.v1");
      var call = functions.next();
      assertEquals("f", call.function());
      assertFalse(call.waited());
      assertEquals(
          "xentri.brief.created.v1", JSON.readTree(call.payload()).path("detail-type").asString());
      assertTrue(functions.quiet());
    }
  }

  @Test
  void rulesOfOtherBusesAreNotAsked() throws Exception {
    var functions = new RecordingFunctions(Set.of("f"));
    try (EventBus bus = bus(functions, rule("briefs", "b", 0))) {
      put(bus, "another", "xentri.brief.created.v1");
      assertTrue(functions.quiet());
      assertEquals(1, bus.recent(10).size());
    }
  }

  @Test
  void aFailedDeliveryIsTriedAgainUntilItSucceeds() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    var functions =
        new RecordingFunctions(
            Set.of("f"),
            answered ->
                attempts.incrementAndGet() < 3 ? RecordingFunctions.failure("Poison") : answered);
    try (EventBus bus = bus(functions, rule("briefs", "b", 5))) {
      put(bus, "b", "xentri.brief.created.v1");
      for (int i = 0; i < 3; i++) {
        functions.next();
      }
      assertTrue(functions.quiet());
      assertEquals(0, bus.recent(1).getFirst().openDeliveries());
      assertTrue(letters.isEmpty());
    }
  }

  @Test
  void whatFailsForeverGoesToTheDeadLetterQueueAndHoldsNobodyUp() throws Exception {
    var functions =
        new RecordingFunctions(
            Set.of("f"),
            answered ->
                new String(answered.payload(), java.nio.charset.StandardCharsets.UTF_8)
                        .contains("poison")
                    ? RecordingFunctions.failure("Poison")
                    : answered);
    try (EventBus bus = bus(functions, rule("briefs", "b", 2))) {
      put(bus, "b", "xentri.brief.poison");
      put(bus, "b", "xentri.brief.fine");
      Letter letter = letters.poll(5, TimeUnit.SECONDS);
      assertEquals("dlq", letter.queue());
      assertEquals(
          "xentri.brief.poison", JSON.readTree(letter.body()).path("detail-type").asString());
      assertEquals(
          Map.of(
              "RULE_ARN", "arn:aws:events:eu-central-1:123456789012:rule/b/briefs",
              "TARGET_ARN", "arn:aws:lambda:eu-central-1:123456789012:function:f",
              "ERROR_CODE", "ERROR_FROM_TARGET",
              "ERROR_MESSAGE", "java.lang.IllegalStateException: not taken",
              "EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts",
              "RETRY_ATTEMPTS", "2"),
          letter.attributes());
      assertEquals(
          1, functions.all().stream().filter(call -> call.payload().contains("fine")).count());
      awaitNothingOpen(bus);
    }
  }

  @Test
  void aDeadLetterQueueThatIsDownIsTriedAgain() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    var functions =
        new RecordingFunctions(Set.of("f"), answered -> RecordingFunctions.failure("Poison"));
    QueueSender flaky =
        (queue, body, attributes) -> {
          if (attempts.incrementAndGet() == 1) {
            throw new IllegalStateException("down");
          }
          queues.send(queue, body, attributes);
        };
    try (EventBus bus =
        new EventBus(
            POSTGRES.localCloud(), ACCOUNT, List.of(rule("r", "b", 0)), functions, flaky, FAST)) {
      put(bus, "b", "xentri.brief.created.v1");
      assertFalse(letters.poll(5, TimeUnit.SECONDS).body().isEmpty());
      awaitNothingOpen(bus);
    }
  }

  @Test
  void anEventAcceptedByARunThatDiedIsDeliveredByTheNext() throws Exception {
    var broken =
        new RecordingFunctions(Set.of("f"), answered -> RecordingFunctions.failure("Down"));
    try (EventBus first =
        new EventBus(
            POSTGRES.localCloud(),
            ACCOUNT,
            List.of(rule("briefs", "b", 100)),
            broken,
            queues,
            Duration.ofMillis(200))) {
      put(first, "b", "xentri.brief.created.v1");
      broken.next();
    }
    var working = new RecordingFunctions(Set.of("f"));
    try (EventBus second = bus(working)) { // even though the template has lost the rule
      assertTrue(working.next().payload().contains("xentri.brief.created.v1"));
      awaitNothingOpen(second);
    }
  }

  @Test
  void whatAFunctionThatIsGoneShouldGetIsADeadLetterAtOnce() throws Exception {
    var others = new RecordingFunctions(Set.of("another"));
    try (EventBus bus = bus(others, rule("briefs", "b", 185))) {
      put(bus, "b", "xentri.brief.created.v1");
      Letter letter = letters.poll(5, TimeUnit.SECONDS);
      assertEquals("dlq", letter.queue());
      assertEquals("NO_RESOURCE", letter.attributes().get("ERROR_CODE"));
      assertEquals("0", letter.attributes().get("RETRY_ATTEMPTS"));
      awaitNothingOpen(bus);
    }
  }

  @Test
  void aPatternThatEventBridgeWouldRefuseNamesItsRule() {
    var rule = new BusRule("broken-one", "b", "{\"source\":\"not a list\"}", List.of());
    var functions = new RecordingFunctions(Set.of());
    var refused = assertThrows(IllegalArgumentException.class, () -> bus(functions, rule).close());
    assertTrue(String.valueOf(refused.getMessage()).contains("broken-one"));
  }

  private EventBus bus(FunctionInvoker functions, BusRule... rules) {
    return new EventBus(POSTGRES.localCloud(), ACCOUNT, List.of(rules), functions, queues, FAST);
  }

  private static BusRule rule(String name, String bus, int retries) {
    var target = new BusRule.Target("f", retries, Duration.ofHours(6), Optional.of("dlq"));
    return new BusRule(name, bus, BRIEFS, List.of(target));
  }

  private static void put(EventBus bus, String busName, String type) throws SQLException {
    String event = JSON.createObjectNode().put("detail-type", type).toString();
    bus.accept(List.of(new EventBus.Candidate(UUID.randomUUID(), busName, event)));
  }

  private static void awaitNothingOpen(EventBus bus) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (bus.recent(100).stream().anyMatch(event -> event.openDeliveries() > 0)) {
      assertTrue(System.nanoTime() < deadline, "a delivery stays open");
      Thread.sleep(10);
    }
  }
}
