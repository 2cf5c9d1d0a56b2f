package app.xentri.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.testkit.Backstage;
import app.xentri.testkit.RunningCloud;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JVM of the whole cloud is killed twenty times after events were committed and before, or
 * while, the relay carried them. In every other round Redis has been stopped first, so that the
 * relay cannot have got anywhere; in the others the kill comes a little later each time, so that it
 * falls into different moments of the relay.
 */
class KilledBetweenCommitAndRelayTest {

  private static final int KILLS = 20;
  private static final int EVENTS_A_ROUND = 3;

  @Test
  void nothingIsLostAndNothingIsDoubled(@TempDir Path home) throws Exception {
    try (var cloud = new RunningCloud(home)) {
      var backstage = new Backstage(cloud);
      Writer writer = Writer.named(cloud, "kill");
      UUID org = writer.org();
      List<Long> briefEvents = new ArrayList<>();
      for (int round = 0; round < KILLS; round++) {
        backstage.emitBriefUpdated(org, round + 1);
        briefEvents.add((long) backstage.log(org).size());
        killAfterAPost(cloud, backstage, writer, round);
      }
      List<Long> all = LongStream.rangeClosed(1, backstage.log(org).size()).boxed().toList();
      assertEquals(all, backstage.log(org), "the log is gapless");
      assertTrue(all.size() >= EVENTS_A_ROUND * KILLS, "every acknowledged event is there");
      assertEquals(all, Backstage.await(all, () -> backstage.stream(org)), "the stream");
      List<Long> bus = Backstage.await(all, () -> backstage.bus(org).stream().distinct().toList());
      assertEquals(all, bus, "the bus, in order");
      busRepeatsAtMostWhatAKillInterrupted(backstage.bus(org));
      assertEquals(
          briefEvents,
          Backstage.await(briefEvents, () -> backstage.consumed(org)),
          "the consumer's effect, once each");
    }
  }

  private static void killAfterAPost(
      RunningCloud cloud, Backstage backstage, Writer writer, int round) throws Exception {
    boolean redisIsStopped = round % 2 == 0;
    long redis = backstage.pid("redis");
    if (redisIsStopped) {
      Backstage.signal(redis, "STOP");
    }
    String key = "round-" + round;
    assertEquals(201, writer.post(key + "-a").statusCode());
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> inFlight = thread.submit(() -> writer.postUntilAccepted(key + "-b"));
      Thread.sleep(redisIsStopped ? 5 : round * 3L);
      backstage.killJvm();
      if (redisIsStopped) {
        Backstage.signal(redis, "CONT");
      }
      cloud.startAgain();
      assertTrue(inFlight.get() > 0, "a client that repeats its request finds it done once");
    }
  }

  /**
   * The bus is at least once: a batch that was accepted just before a kill, and not yet noted,
   * comes again with the same ids. It never goes back further than what two rounds committed.
   */
  private static void busRepeatsAtMostWhatAKillInterrupted(List<Long> accepted) {
    for (int i = 1; i < accepted.size(); i++) {
      long back = accepted.get(i - 1) - accepted.get(i);
      assertTrue(back < 2 * EVENTS_A_ROUND, () -> "the bus goes back too far: " + accepted);
    }
  }
}
