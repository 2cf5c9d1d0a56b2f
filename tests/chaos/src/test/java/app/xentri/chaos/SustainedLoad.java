package app.xentri.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.xentri.platform.Json;
import app.xentri.testkit.Backstage;
import app.xentri.testkit.RunningCloud;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether the relay keeps pace: writers commit events for fifteen seconds, as functions do but
 * without HTTP in between, and then it is seen how long the sinks take. To be run by hand ({@code
 * make test-one TEST=SustainedLoad}): its numbers are the machine's.
 */
class SustainedLoad {

  private static final Duration WRITING = Duration.ofSeconds(15);

  @Test
  void oneHotOrg(@TempDir Path home) throws Exception {
    run(home, 1, 4, 600);
  }

  @Test
  void sixteenOrgs(@TempDir Path home) throws Exception {
    run(home, 16, 1, 1_200);
  }

  private static void run(Path home, int orgs, int writersEach, int perSecond) throws Exception {
    try (var cloud = new RunningCloud(home);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var backstage = new Backstage(cloud);
      List<UUID> all = new ArrayList<>();
      for (int i = 0; i < orgs; i++) {
        all.add(Writer.named(cloud, "load" + i).org());
      }
      backstage.sweep();
      long pause = 1_000_000_000L * orgs * writersEach / perSecond;
      long end = System.nanoTime() + WRITING.toNanos();
      List<Future<long[]>> writing = new ArrayList<>();
      for (UUID org : all) {
        for (int w = 0; w < writersEach; w++) {
          writing.add(threads.submit(() -> write(backstage, org, pause, end)));
        }
      }
      long written = 0;
      long woken = 0;
      for (Future<long[]> one : writing) {
        written += one.get()[0];
        woken += one.get()[1];
      }
      long stopped = System.nanoTime();
      long lag = behind(backstage, "stream");
      long busLag = behind(backstage, "bus");
      String report =
          "%d orgs: %d events/s, %d wake-ups; at the last write the stream was %d behind, the bus %d"
              .formatted(orgs, written / WRITING.toSeconds(), woken, lag, busLag);
      report += caughtUp(backstage, "stream", stopped) + caughtUp(backstage, "bus", stopped);
      System.err.println(report);
      for (UUID org : all) {
        List<Long> log = backstage.log(org);
        assertEquals(LongStream.rangeClosed(1, log.size()).boxed().toList(), log);
        assertEquals(log.getLast(), backstage.stream(org).getLast());
      }
    }
  }

  private static String caughtUp(Backstage backstage, String sink, long since) throws Exception {
    assertEquals(0L, Backstage.await(0L, () -> behind(backstage, sink)));
    return ", the %s caught up after %d ms"
        .formatted(sink, (System.nanoTime() - since) / 1_000_000);
  }

  private static long behind(Backstage backstage, String sink) throws Exception {
    try (Connection relay = backstage.database("relay");
        var statement = relay.createStatement();
        var row =
            statement.executeQuery(
                "select coalesce(sum(h.last_seq - c.last_seq), 0) from event_cursors c join event_heads h using (org_id) where sink = '"
                    + sink
                    + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long[] write(Backstage backstage, UUID org, long pause, long end)
      throws Exception {
    long written = 0;
    long woken = 0;
    long next = System.nanoTime();
    try (Connection app = backstage.database("job");
        var asking = backstage.database("app");
        var enter = app.prepareStatement("select enter_org_as_job('" + org + "', 'load')");
        var emit =
            app.prepareStatement(
                """
                select org_seq from emit_event(gen_random_uuid(), 'xentri.integration.reported.v1', null, 'system', 'test', 'integration.reported@1.0',
                  '{"integration": "load", "outcome": "succeeded", "reference": "of some length, as they are"}', null, null, null, 'test', 'local')
                """);
        var wake = asking.prepareStatement("select wake_relay()")) {
      app.setAutoCommit(false);
      while (System.nanoTime() < end) {
        enter.execute();
        emit.execute();
        app.commit();
        written++;
        try (var row = wake.executeQuery()) {
          row.next();
          if (row.getBoolean(1)) {
            woken++;
            Thread.ofVirtual().start(() -> backstage.invoke("event-relay", Json.object()));
          }
        }
        next += pause;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
    return new long[] {written, woken};
  }
}
