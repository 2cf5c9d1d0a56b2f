package app.xentri.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.Backstage;
import app.xentri.testkit.RunningCloud;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JVM of the whole cloud is killed again and again, at three moments in turn. The relay's lease
 * and locks, which the test holds in the database, keep the relay at the first two, so that each
 * kill is seen to fall where it should.
 */
class KilledBetweenCommitAndRelayTest {

  /** Three at each moment; {@code make chaos} kills oftener. */
  private static final int KILLS = Integer.getInteger("chaos.kills", 9);

  /** When a round kills. */
  private enum Moment {
    /** Events are committed and no sink has any of them: another relay seems to work. */
    BEFORE_THE_RELAY,
    /** Both sinks have the events and no cursor says so: the relay cannot move the cursors. */
    BEFORE_THE_CURSORS,
    /** Requests are in flight, and the relay is at whatever it is at. */
    ANY
  }

  @Test
  void nothingIsLostAndNothingIsDoubled(@TempDir Path home) throws Exception {
    try (var cloud = new RunningCloud(home);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var rounds = new Rounds(cloud, threads);
      for (int round = 0; round < KILLS; round++) {
        switch (Moment.values()[round % Moment.values().length]) {
          case BEFORE_THE_RELAY -> rounds.killBeforeTheRelay(round);
          case BEFORE_THE_CURSORS -> rounds.killBeforeTheCursors(round);
          case ANY -> rounds.killWhileRequestsAreInFlight(round);
        }
      }
      rounds.everyEventHasArrived();
    }
  }

  private static final class Rounds {

    private final RunningCloud cloud;
    private final Backstage backstage;
    private final Writer writer;
    private final ExecutorService threads;
    private final List<Long> briefEvents = new ArrayList<>();

    /** Events that the bus had when a kill kept its cursor from saying so: they come again. */
    private final Set<Long> twice = new HashSet<>();

    /** Events that a kill may have caught at that moment. */
    private final Set<Long> perhapsTwice = new HashSet<>();

    private int sent;

    Rounds(RunningCloud cloud, ExecutorService threads) throws SQLException {
      this.cloud = cloud;
      this.threads = threads;
      backstage = new Backstage(cloud);
      writer = Writer.named(cloud, "kill");
      sent = backstage.log(org()).size();
    }

    private UUID org() {
      return writer.org();
    }

    void killBeforeTheRelay(int round) throws Exception {
      List<Long> before = carried();
      backstage.holdRelays();
      commitTwo(round);
      backstage.invoke("event-relay", Json.object());
      assertEquals(before, backstage.stream(org()), "the stream has neither");
      backstage.killJvm();
      assertEquals(sent, backstage.log(org()).size(), "both are committed");
      assertEquals(before, bus(), "the bus has neither");
      backstage.letRelaysWork();
      cloud.startAgain();
    }

    void killBeforeTheCursors(int round) throws Exception {
      List<Long> before = carried();
      try (Connection held = backstage.database("relay")) {
        hold(held, "select from event_cursors where org_id = '%s' for update".formatted(org()));
        commitTwo(round);
        var _ = threads.submit(() -> backstage.invoke("event-relay", Json.object()));
        assertTrue(Backstage.await(true, () -> backstage.stream(org()).size() > before.size()));
        assertTrue(Backstage.await(true, () -> bus().size() > before.size()));
        backstage.killJvm();
        // What the relay has asked for waits in the database, and would still be done.
        hold(
            held,
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()");
        for (String sink : List.of("stream", "bus")) {
          assertEquals(before.size(), backstage.cursor(org(), sink), "the cursor of the " + sink);
        }
        List<Long> had = bus();
        twice.addAll(had.subList(before.size(), had.size()));
      }
      cloud.startAgain();
    }

    void killWhileRequestsAreInFlight(int round) throws Exception {
      long before = carried().size();
      List<Future<Long>> inFlight = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String key = "round-" + round + "-" + i;
        inFlight.add(threads.submit(() -> writer.postUntilAccepted(key)));
      }
      commitTwo(round);
      backstage.killJvm();
      cloud.startAgain();
      for (var request : inFlight) {
        assertTrue(request.get() > before, "a client that repeats its request finds it done once");
      }
      sent += inFlight.size();
      LongStream.rangeClosed(before + 1, sent).forEach(perhapsTwice::add);
    }

    /** One as a function commits it, with the nudge, and one that nobody tells the relay of. */
    private void commitTwo(int round) throws Exception {
      assertEquals(201, writer.post("round-" + round).statusCode());
      briefEvents.add(backstage.emitBriefUpdated(org(), round + 2));
      sent += 2;
    }

    private static void hold(Connection connection, String sql) throws SQLException {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    /** Waits until the log is on both sinks and the cursors say so; returns the log. */
    private List<Long> carried() throws Exception {
      List<Long> all = LongStream.rangeClosed(1, sent).boxed().toList();
      assertEquals(all, backstage.log(org()), "the log is gapless and has what was sent");
      assertEquals(all, Backstage.await(all, () -> backstage.stream(org())), "the stream");
      assertEquals(all, Backstage.await(all, this::bus), "the bus, first times, in order");
      for (String sink : List.of("stream", "bus")) {
        long last = sent;
        assertEquals(last, Backstage.await(last, () -> backstage.cursor(org(), sink)), sink);
      }
      return all;
    }

    /** What the bus has accepted, without repeats. */
    private List<Long> bus() throws SQLException {
      return backstage.bus(org()).stream().distinct().toList();
    }

    void everyEventHasArrived() throws Exception {
      carried();
      assertEquals(
          briefEvents,
          Backstage.await(briefEvents, () -> backstage.consumed(org())),
          "the consumer has taken in each one that is for it");
      theBusRepeatsWhatAKillInterruptedAndNothingElse();
    }

    /** The bus is at least once: between its answer and the cursor lies a moment to die in. */
    private void theBusRepeatsWhatAKillInterruptedAndNothingElse() throws SQLException {
      Map<Long, Long> times =
          backstage.bus(org()).stream().collect(groupingBy(seq -> seq, counting()));
      Set<Long> repeated =
          times.entrySet().stream()
              .filter(seq -> seq.getValue() > 1)
              .map(Map.Entry::getKey)
              .collect(toSet());
      assertTrue(repeated.containsAll(twice), () -> times + " should repeat " + twice);
      repeated.removeAll(twice);
      repeated.removeAll(perhapsTwice);
      assertEquals(Set.of(), repeated, () -> "repeated without need: " + times);
    }
  }
}
