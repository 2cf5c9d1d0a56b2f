package app.xentri.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.platform.Json;
import app.xentri.platform.redis.OrgKey;
import app.xentri.testkit.Backstage;
import app.xentri.testkit.RunningCloud;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(Lifecycle.PER_CLASS)
class OutagesTest {

  private RunningCloud cloud;
  private Backstage backstage;

  @BeforeAll
  void start(@TempDir Path home) {
    cloud = new RunningCloud(home);
    backstage = new Backstage(cloud);
  }

  @AfterAll
  void stop() {
    cloud.close();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  /** Everything of the log, once and in order, also where it may have been sent twice. */
  private void everythingArrives(Writer writer) throws Exception {
    List<Long> all = upTo(backstage.log(writer.org()).size());
    assertEquals(all, backstage.log(writer.org()), "the log is gapless");
    assertEquals(all, Backstage.await(all, () -> backstage.stream(writer.org())));
    assertEquals(
        all, Backstage.await(all, () -> backstage.bus(writer.org()).stream().distinct().toList()));
  }

  @Test
  void whileRedisHangsEventsAreTakenAndReachTheBusAndThenTheStream() throws Exception {
    Writer writer = Writer.named(cloud, "redis");
    long redis = backstage.pid("redis");
    Backstage.signal(redis, "STOP");
    try {
      for (int i = 0; i < 5; i++) {
        assertEquals(201, writer.post("during-" + i).statusCode());
      }
      List<Long> all = backstage.log(writer.org());
      // The bus is asked again when it does not answer in time: on a slow machine, twice for one.
      assertEquals(
          all,
          Backstage.await(all, () -> backstage.bus(writer.org()).stream().distinct().toList()));
    } finally {
      Backstage.signal(redis, "CONT");
    }
    assertEquals(201, writer.post("after").statusCode());
    everythingArrives(writer);
  }

  @Test
  void aPostgresThatDiesUnderLoadLosesAndDoublesNothing() throws Exception {
    Writer writer = Writer.named(cloud, "postgres");
    int before = backstage.log(writer.org()).size();
    List<Long> acknowledged = new ArrayList<>();
    var underWay = new CountDownLatch(10);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = new ArrayList<Future<List<Long>>>();
      for (int w = 0; w < 8; w++) {
        String name = "writer-" + w;
        writers.add(threads.submit(() -> postTwelve(writer, name, underWay)));
      }
      underWay.await();
      // Only the postmaster is told; its children find out by themselves.
      Backstage.signal(backstage.pid("postgres"), "KILL");
      for (var future : writers) {
        acknowledged.addAll(future.get());
      }
    }
    assertEquals(96, new HashSet<>(acknowledged).size(), "each key is one event");
    assertEquals(before + 96, backstage.log(writer.org()).size(), "and each event is there once");
    everythingArrives(writer);
  }

  private static List<Long> postTwelve(Writer writer, String name, CountDownLatch done)
      throws InterruptedException {
    List<Long> mine = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      mine.add(writer.postUntilAccepted(name + "-" + i));
      done.countDown();
    }
    return mine;
  }

  @Test
  void theSameEventDeliveredAgainHasNoSecondEffect() throws Exception {
    Writer writer = Writer.named(cloud, "twice");
    List<Long> once = List.of(backstage.emitBriefUpdated(writer.org(), 7));
    backstage.invoke("event-relay", Json.object());
    assertEquals(once, Backstage.await(once, () -> backstage.consumed(writer.org())));
    JsonNode again = Json.object().put("source", "xentri").set("detail", writer.newest());
    OrgKey key = new OrgKey("brief", writer.org());
    backstage.redis().command("HSET", key, "version", 6, "body", "{}");
    for (int i = 0; i < 3; i++) {
      JsonNode answer = backstage.invoke("cache-invalidation", again);
      assertEquals("duplicate", answer.path("effect").asString());
    }
    assertEquals(once, backstage.consumed(writer.org()));
    assertEquals(
        1, backstage.redis().command("HEXISTS", key, "body").asInt(), "it was not dropped again");
  }

  @Test
  void anEventThatItsConsumerCannotTakeInIsPutAsideAndHoldsNothingElse() throws Exception {
    Writer poisoned = Writer.named(cloud, "poisoned");
    Writer healthy = Writer.named(cloud, "healthy");
    OrgKey key = new OrgKey("brief", poisoned.org());
    backstage.redis().command("SET", key, "not a hash");
    long poison = backstage.emitBriefUpdated(poisoned.org(), 2);
    List<Long> fine = List.of(backstage.emitBriefUpdated(healthy.org(), 2));
    backstage.invoke("event-relay", Json.object());
    assertEquals(fine, Backstage.await(fine, () -> backstage.consumed(healthy.org())));
    assertEquals(1, Backstage.await(1, () -> putAside(poisoned).size()));
    assertEquals(poison, putAside(poisoned).getFirst().path("detail").path("org_seq").asLong());
    assertEquals(List.of(), putAside(healthy));
    assertEquals(List.of(), backstage.consumed(poisoned.org()), "nothing of it was recorded");
    backstage.redis().command("DEL", key);
    List<Long> later = List.of(backstage.emitBriefUpdated(poisoned.org(), 3));
    backstage.invoke("event-relay", Json.object());
    assertEquals(later, Backstage.await(later, () -> backstage.consumed(poisoned.org())));
    // Putting it in again, as an operator would, takes it in once, after the younger one.
    JsonNode again = putAside(poisoned).getFirst();
    assertEquals(
        "nothing_old", backstage.invoke("cache-invalidation", again).path("effect").asString());
    assertEquals(
        "duplicate", backstage.invoke("cache-invalidation", again).path("effect").asString());
    assertEquals(List.of(poison, later.getFirst()), backstage.consumed(poisoned.org()));
  }

  /** The events of an org that lie in the dead-letter queue, as the bus delivered them. */
  private List<JsonNode> putAside(Writer writer) {
    return backstage.messages("DeadLetters").stream()
        .map(letter -> letter.path("requestPayload"))
        .filter(
            event ->
                event.path("detail").path("org_id").asString("").equals(writer.org().toString()))
        .toList();
  }

  @Test
  void aTransactionThatIsSlowToCommitHoldsItsOwnOrgOnly() throws Exception {
    Writer slow = Writer.named(cloud, "slow");
    Writer fast = Writer.named(cloud, "fast");
    try (Connection job = backstage.database("job")) {
      backstage.emitBriefUpdated(job, slow.org(), 1);
      assertEquals(201, fast.post("not-held").statusCode());
      everythingArrives(fast);
      job.commit();
    }
    assertEquals(201, slow.post("after").statusCode());
    // What was committed behind the functions' back woke nobody; that is the sweep's to find.
    backstage.invoke("event-relay", Json.object());
    everythingArrives(slow);
  }
}
