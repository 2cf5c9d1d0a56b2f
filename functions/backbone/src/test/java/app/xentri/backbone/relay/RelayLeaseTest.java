package app.xentri.backbone.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import app.xentri.backbone.EventLog;
import app.xentri.platform.database.Database;
import app.xentri.platform.event.RelayNudge;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.RoundTrips;
import app.xentri.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One relay at a time, and no event that nobody comes for. */
@ExtendWith(DatabaseExtension.class)
class RelayLeaseTest {

  private final BusRecorder bus = new BusRecorder();

  @AfterEach
  void stop() {
    bus.close();
  }

  private RelayEvents relay(Database database, RelayNudge successor, Duration time) {
    return new RelayEvents(
        database, List.of(bus.sink()), successor, Clock.systemUTC(), time, _ -> {});
  }

  private static Database pool(TestDatabase database) {
    return database.open(database.url(), "xentri_relay", 2);
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static void asOwner(TestDatabase database, String sql) {
    try (Connection owner = database.connect("xentri_owner");
        var statement = owner.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static boolean wake(TestDatabase database) throws SQLException {
    try (Connection app = database.connect("xentri_app")) {
      return ask(app, "select wake_relay()");
    }
  }

  @Test
  void ofManyWritersOneIsToldToWakeTheRelay(TestDatabase database) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> told = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        told.add(threads.submit(() -> wake(database)));
      }
      int wakes = 0;
      for (Future<Boolean> one : told) {
        wakes += one.get() ? 1 : 0;
      }
      assertEquals(1, wakes);
    }
  }

  @Test
  void aWriterIsToldAgainWhenARelayHasTakenTheLeaseAndGivenItBack(TestDatabase database)
      throws Exception {
    assertTrue(wake(database));
    assertFalse(wake(database), "one is on its way");
    var store = new RelayStore(pool(database), UUID.randomUUID());
    assertTrue(store.take(false));
    assertFalse(wake(database), "one works");
    assertFalse(store.release(List.of("stream", "bus"), List.of()));
    assertTrue(wake(database), "that one has looked, and the first writer's is nobody's any more");
  }

  @Test
  void whenAWakeUpGotLostTheNextWriterIsToldTwoSecondsLater(TestDatabase database)
      throws Exception {
    assertTrue(wake(database));
    asOwner(database, "update relay_leases set woken_until = clock_timestamp()");
    assertTrue(wake(database));
  }

  @Test
  void aWriterInABusyTimeWritesNothing(TestDatabase database) throws Exception {
    assertTrue(new RelayStore(pool(database), UUID.randomUUID()).take(false));
    try (Connection app = database.connect("xentri_app")) {
      app.setAutoCommit(false);
      assertFalse(ask(app, "select wake_relay()"));
      assertTrue(ask(app, "select pg_current_xact_id_if_assigned() is null"));
      app.rollback();
    }
  }

  @Test
  void oneRelayWorksAtATimeAndAKilledOneIsReplaced(TestDatabase database) {
    var first = new RelayStore(pool(database), UUID.randomUUID());
    var second = new RelayStore(pool(database), UUID.randomUUID());
    assertTrue(first.take(false));
    assertTrue(first.take(false), "its own");
    assertFalse(second.take(false));
    assertFalse(second.take(true), "not for a sweep either");
    asOwner(database, "update relay_leases set held_until = clock_timestamp()");
    assertTrue(second.take(false));
    assertFalse(first.turn(bus.sink(), List.of(), List.of()).held(), "the first one is told so");
    assertFalse(first.release(List.of("bus"), List.of()));
    assertTrue(second.turn(bus.sink(), List.of(), List.of()).held(), "and cannot give it away");
  }

  @Test
  void aSweepOutwaitsALeaseThatNobodyRenews(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 3);
    assertTrue(new RelayStore(pool(database), UUID.randomUUID()).take(false));
    var waited = new AtomicInteger();
    var relay =
        new RelayEvents(
            pool(database),
            List.of(bus.sink()),
            () -> fail("nothing is left"),
            Clock.systemUTC(),
            Duration.ofSeconds(40),
            pause -> {
              if (pause.toMillis() >= 1000 && waited.incrementAndGet() == 4) {
                asOwner(database, "update relay_leases set held_until = clock_timestamp()");
              }
            });
    assertEquals(List.of(), relay.run(false), "one that was woken does not wait");
    assertEquals(List.of(new RelayEvents.Report("bus", 3, 0)), relay.run(true));
    assertEquals(4, waited.get());
  }

  @Test
  void aRelayThatHasLostItsLeaseMovesNoCursor(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 3);
    var late = new RelayStore(pool(database), UUID.randomUUID());
    assertTrue(late.take(false));
    asOwner(database, "update relay_leases set held_until = clock_timestamp()");
    assertTrue(new RelayStore(pool(database), UUID.randomUUID()).take(false));
    Turn turn = late.turn(bus.sink(), List.of(new Progress.UpTo(org, 2)), List.of());
    assertFalse(turn.held());
    assertEquals(List.of(), turn.batches());
    late.moveTo(List.of(new Progress.UpTo(org, 2)));
    assertEquals(0, EventLog.number(database, "select max(last_seq) from event_cursors"));
  }

  @Test
  void aRelayThatRunsOutOfTimeWakesASuccessorUntilNothingIsLeft(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 30);
    var woken = new AtomicInteger();
    // Its time is over before its first turn, so all is left; then before its second, and so on.
    var chain = new ArrayList<RelayEvents>();
    for (Duration time : List.of(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(40))) {
      chain.add(relay(pool(database), woken::incrementAndGet, time));
    }
    chain.get(0).run(false);
    assertEquals(1, woken.get());
    assertEquals(
        1,
        EventLog.number(
            database,
            "select count(*) from relay_leases where holder is null and woken_until > now()"),
        "writers need not wake it as well");
    chain.get(1).run(false);
    assertEquals(2, woken.get());
    chain.get(2).run(false);
    assertEquals(2, woken.get(), "nothing is left for a successor");
    assertEquals(upTo(30), bus.sequence(org));
  }

  @Test
  void oneEventTakesFourRoundTripsAndTwoForEachFurtherSink(TestDatabase database) throws Exception {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 1);
    try (var proxy = new RoundTrips(database.port())) {
      String url = database.url().replace(":" + database.port(), ":" + proxy.port());
      RelayEvents relay =
          relay(
              database.open(url, "xentri_relay", 1),
              () -> fail("nothing left"),
              Duration.ofDays(1));
      relay.run(false);
      EventLog.emit(database, org, 1);
      proxy.take();
      relay.run(false);
      // Take; read; note and read on; give back and look. A second sink reads and notes as well.
      assertEquals(4, proxy.take());
    }
    assertEquals(upTo(2), bus.sequence(org));
  }

  /** One step of a writer or a relay. */
  private record Step(String name, Callable<Boolean> done) {}

  /** All orders in which two sequences of steps can come. */
  private static List<List<Step>> interleavings(List<Step> a, List<Step> b) {
    if (a.isEmpty() || b.isEmpty()) {
      List<Step> rest = new ArrayList<>(a);
      rest.addAll(b);
      return List.of(rest);
    }
    List<List<Step>> all = new ArrayList<>();
    for (List<Step> tail : interleavings(a.subList(1, a.size()), b)) {
      all.add(prepend(a.getFirst(), tail));
    }
    for (List<Step> tail : interleavings(a, b.subList(1, b.size()))) {
      all.add(prepend(b.getFirst(), tail));
    }
    return all;
  }

  private static List<Step> prepend(Step first, List<Step> tail) {
    List<Step> whole = new ArrayList<>(List.of(first));
    whole.addAll(tail);
    return whole;
  }

  @Test
  void inEveryOrderOfAWritersAndARelaysStepsTheEventIsSeenOrSomebodyIsToldToWake(
      TestDatabase database) throws Exception {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 1);
    UUID holder = UUID.randomUUID();
    try (Connection writer = database.connect("xentri_job");
        Connection asking = database.connect("xentri_app");
        Connection giving = database.connect("xentri_relay");
        Connection looking = database.connect("xentri_relay")) {
      List<Step> writes =
          List.of(
              new Step("commit", () -> commit(writer)),
              new Step("ask", () -> ask(asking, "select wake_relay()")));
      List<Step> relays =
          List.of(
              new Step(
                  "give back",
                  () -> ask(giving, "select release_relay_lease('" + holder + "', false)")),
              new Step("commit it", () -> commit(giving)),
              new Step("look", () -> ask(looking, lags())));
      List<List<Step>> orders = interleavings(writes, relays);
      assertEquals(10, orders.size());
      for (List<Step> order : orders) {
        caughtUp(database);
        writer.setAutoCommit(false);
        giving.setAutoCommit(false);
        assertTrue(ask(looking, "select take_relay_lease('" + holder + "', false)"));
        EventLog.begin(writer, org, "xentri.test.done.v1", "{\"n\": 2}");
        boolean noticed = false;
        for (Step step : order) {
          boolean answer = step.done().call();
          noticed |= answer && (step.name().equals("ask") || step.name().equals("look"));
        }
        assertTrue(noticed, () -> order.stream().map(Step::name).toList() + " loses the event");
      }
    }
  }

  private static boolean commit(Connection connection) throws SQLException {
    connection.commit();
    return true;
  }

  private static void caughtUp(TestDatabase database) {
    try (Connection relay = database.connect("xentri_relay");
        var statement = relay.createStatement()) {
      statement.execute(
          "update event_cursors c set last_seq = h.last_seq from event_heads h where h.org_id = c.org_id");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String lags() {
    return "select exists (select 1 from event_cursors c join event_heads h using (org_id) where c.last_seq < h.last_seq)";
  }
}
