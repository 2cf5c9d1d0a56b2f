package app.xentri.backbone.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import app.xentri.backbone.EventLog;
import app.xentri.platform.Json;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.event.RelayNudge;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.validation.Schemas;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.FaultyLink.Mode;
import app.xentri.testkit.LocalRedis;
import app.xentri.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(DatabaseExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class RelayEventsTest {

  private static final RelayNudge NOBODY = () -> fail("there is no work left for a successor");

  private final LocalRedis redis = new LocalRedis();
  private BusRecorder bus = new BusRecorder();

  @BeforeAll
  void redisAnswers() {
    assertEquals(0, redis.client().command("EXISTS", key(UUID.randomUUID())).asInt());
  }

  @AfterEach
  void mend() {
    redis.link().set(Mode.PASS);
    bus.close();
    bus = new BusRecorder();
  }

  @AfterAll
  void stop() {
    bus.close();
    redis.close();
  }

  private RelayEvents relay(TestDatabase database) {
    return new RelayEvents(
        database.open(database.url(), "xentri_relay", 4),
        List.of(new StreamSink(redis.linked()), bus.sink()),
        NOBODY,
        Clock.systemUTC());
  }

  private RelayEvents relay(TestDatabase database, BusSink only, Consumer<Duration> pause) {
    return new RelayEvents(
        database.open(database.url(), "xentri_relay", 4),
        List.of(only),
        NOBODY,
        Clock.systemUTC(),
        Duration.ofSeconds(40),
        pause);
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static OrgKey key(UUID org) {
    return new OrgKey("events", org);
  }

  private List<Long> stream(UUID org) {
    List<Long> ids = new ArrayList<>();
    for (JsonNode entry : redis.client().command("XRANGE", key(org), "-", "+")) {
      ids.add(Long.parseLong(entry.get(0).asString().replace("-0", "")));
    }
    return ids;
  }

  private static long cursor(TestDatabase database, UUID org, String sink) {
    return EventLog.number(
        database,
        "select last_seq from event_cursors where org_id = '%s' and sink = '%s'"
            .formatted(org, sink));
  }

  @Test
  void everyEventReachesBothSinksWholeAndInOrder(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 130);

    List<RelayEvents.Report> reports = relay(database).run(false);

    assertEquals(
        List.of(new RelayEvents.Report("stream", 130, 0), new RelayEvents.Report("bus", 130, 0)),
        reports);
    List<Envelope> log = EventLog.all(database, org);
    assertEquals(log, bus.accepted());
    JsonNode entries = redis.client().command("XRANGE", key(org), "-", "+");
    for (int i = 0; i < 130; i++) {
      assertEquals((i + 1) + "-0", entries.get(i).get(0).asString());
      JsonNode fields = entries.get(i).get(1);
      assertEquals("xentri.test.done.v1", fields.get(1).asString());
      JsonNode envelope = Json.read(fields.get(3).asString());
      assertEquals(Json.write(log.get(i)), fields.get(3).asString());
      assertEquals(List.of(), new Schemas().violations("events/envelope.json", envelope));
    }
    assertEquals(
        List.of(new RelayEvents.Report("stream", 0, 0), new RelayEvents.Report("bus", 0, 0)),
        relay(database).run(false),
        "a second run finds nothing to do");
  }

  @Test
  void sixteenWritersMakeAGaplessLogWhoseOrderIsTheOrderOfCommits(TestDatabase database)
      throws Exception {
    UUID org = database.workspace("acme").orgId();
    var writing = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var relaying =
          threads.submit(
              () -> {
                while (writing.get()) {
                  relay(database).run(false);
                }
                return true;
              });
      // Whenever one looks, what is there must be a gapless start: then no event ever commits after
      // one with a higher number.
      var looking =
          threads.submit(
              () -> {
                int looks = 0;
                while (writing.get()) {
                  assertEquals(
                      0,
                      EventLog.number(
                          database,
                          "select coalesce(max(org_seq), 0) - count(*) from system_events"));
                  looks++;
                }
                return looks;
              });
      var writers = new ArrayList<Future<?>>();
      for (int w = 0; w < 16; w++) {
        writers.add(threads.submit(() -> EventLog.emit(database, org, 50)));
      }
      for (var writer : writers) {
        writer.get();
      }
      writing.set(false);
      assertTrue(looking.get() > 10);
      assertTrue(relaying.get());
    }
    relay(database).run(false);
    assertEquals(upTo(800), EventLog.all(database, org).stream().map(Envelope::orgSeq).toList());
    assertEquals(upTo(800), stream(org));
    assertEquals(upTo(800), bus.sequence(org));
  }

  @Test
  void twoRelaysAtOnceDoubleNothingAndKeepTheOrder(TestDatabase database) throws Exception {
    List<UUID> orgs = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      orgs.add(database.workspace("org" + i).orgId());
      EventLog.emit(database, orgs.getLast(), 20);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs = new ArrayList<Future<?>>();
      for (int i = 0; i < 4; i++) {
        runs.add(threads.submit(() -> relay(database).run(false)));
      }
      for (var run : runs) {
        run.get();
      }
    }
    relay(database).run(false);
    for (UUID org : orgs) {
      assertEquals(upTo(20), stream(org));
      assertEquals(upTo(20), bus.sequence(org));
    }
  }

  @Test
  void anAnswerLostAfterTheScriptRanDoublesNothing(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 5);
    redis.link().set(Mode.LOSE_ANSWERS);
    assertEquals(1, relay(database).run(false).getFirst().failures());
    assertEquals(upTo(5), stream(org), "the script did run");
    assertEquals(0, cursor(database, org, "stream"), "but the relay cannot know");
    EventLog.emit(database, org, 2);
    redis.link().set(Mode.PASS);
    relay(database).run(false);
    assertEquals(upTo(7), stream(org));
    assertEquals(7, cursor(database, org, "stream"));
  }

  @Test
  void aRelayThatSleptCannotAppendWhatAnotherHasAppended(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 3);
    var asleep = new Batch(org, 0, null, EventLog.all(database, org));
    EventLog.emit(database, org, 4);
    relay(database).run(false);
    Progress late = new StreamSink(redis.client()).publish(List.of(asleep)).getFirst();
    var newest = EventLog.all(database, org).getLast();
    assertEquals(new Progress.Differs(org, new StreamEnd(7, newest.id().toString(), false)), late);
    assertEquals(upTo(7), stream(org));
  }

  @Test
  void whileRedisIsDownTheBusGoesOnAndThenTheStreamCatchesUp(TestDatabase database) {
    List<UUID> orgs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      orgs.add(database.workspace("org" + i).orgId());
      EventLog.emit(database, orgs.getLast(), 3);
    }
    redis.link().set(Mode.REFUSE);
    List<RelayEvents.Report> reports = relay(database).run(false);
    assertEquals(0, reports.getFirst().published());
    assertEquals(new RelayEvents.Report("bus", 36, 0), reports.getLast());
    redis.link().set(Mode.PASS);
    assertEquals(new RelayEvents.Report("stream", 36, 0), relay(database).run(false).getFirst());
    for (UUID org : orgs) {
      assertEquals(upTo(3), stream(org));
      assertEquals(upTo(3), bus.sequence(org));
    }
  }

  @Test
  void aSinkThatIsDownRestsWhileTheOtherIsServed(TestDatabase database) {
    List<UUID> orgs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      orgs.add(database.workspace("org" + i).orgId());
      EventLog.emit(database, orgs.getLast(), 1);
    }
    RelayEvents relay = relay(database);
    redis.link().set(Mode.REFUSE);
    assertEquals(3, relay.run(false).getFirst().failures());
    orgs.forEach(org -> EventLog.emit(database, org, 1));
    assertEquals(
        List.of(new RelayEvents.Report("stream", 0, 0), new RelayEvents.Report("bus", 3, 0)),
        relay.run(false));
  }

  @Test
  void anEventThatTheBusRefusesIsSentAgainWithAllAfterItAndHoldsNoOtherOrg(TestDatabase database) {
    UUID acme = database.workspace("acme").orgId();
    UUID beta = database.workspace("beta").orgId();
    EventLog.emit(database, acme, 4);
    EventLog.emit(database, beta, 4);
    bus.refuse(event -> event.orgId().equals(acme) && event.orgSeq() == 2);
    assertEquals(new RelayEvents.Report("bus", 5, 1), relay(database).run(false).getLast());
    assertEquals(List.of(1L, 3L, 4L), bus.sequence(acme), "one request, taken in part");
    assertEquals(upTo(4), bus.sequence(beta));
    assertEquals(1, cursor(database, acme, "bus"), "what came after it does not count as sent");
    assertEquals(upTo(4), stream(acme), "the other sink does not wait");
    bus.refuse(_ -> false);
    relay(database).run(false);
    assertEquals(List.of(1L, 3L, 4L, 2L, 3L, 4L), bus.sequence(acme), "in order after it");
  }

  @Test
  void anEntryForWhichTheBusRefusesWholeRequestsIsItsOrgsFailureAlone(TestDatabase database) {
    List<UUID> orgs = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      orgs.add(database.workspace("org" + i).orgId());
      EventLog.emit(database, orgs.getLast(), 3);
    }
    UUID poisoned = orgs.get(3);
    bus.refuseWholeRequestsWith(event -> event.orgId().equals(poisoned) && event.orgSeq() == 2);
    assertEquals(new RelayEvents.Report("bus", 19, 1), relay(database).run(false).getLast());
    for (UUID org : orgs) {
      assertEquals(upTo(org.equals(poisoned) ? 1 : 3), bus.sequence(org));
      assertEquals(upTo(3), stream(org));
    }
  }

  @Test
  void aBusThatAnswersNobodyIsDownAndNoOrgsFailure(TestDatabase database) {
    for (int i = 0; i < 12; i++) {
      EventLog.emit(database, database.workspace("org" + i).orgId(), 1);
    }
    bus.fail(true);
    List<RelayEvents.Report> reports = relay(database).run(false);
    assertEquals(new RelayEvents.Report("stream", 12, 0), reports.getFirst());
    assertEquals(0, reports.getLast().published());
    bus.fail(false);
    assertEquals(new RelayEvents.Report("bus", 12, 0), relay(database).run(false).getLast());
  }

  @Test
  void aSlowBusIsLeftInTimeWithWhatItHasTakenAndNothingIsSentTwice(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 25);
    var batch = new Batch(org, 0, null, EventLog.all(database, org));
    assertEquals(List.of(new Progress.UpTo(org, 10)), bus.impatientSink().publish(List.of(batch)));
    bus.close();
    bus = new BusRecorder();
    relay(database, bus.impatientSink(), _ -> {}).run(false);
    assertEquals(upTo(25), bus.sequence(org));
  }

  @Test
  void anEventThatIsCommittedWhileTheRelayLingersDoesNotWaitForTheSweep(TestDatabase database)
      throws Exception {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 1);
    try (var late = database.connect("xentri_job")) {
      late.setAutoCommit(false);
      EventLog.begin(late, org, "xentri.test.done.v1", "{\"n\": 2}");
      List<RelayEvents.Report> reports = relay(database, bus.sink(), _ -> commit(late)).run(false);
      assertEquals(List.of(new RelayEvents.Report("bus", 2, 0)), reports);
    }
    assertEquals(upTo(2), bus.sequence(org));
  }

  private static void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anOrgWhoseLogHasAGapHoldsNoOtherOrgInEitherSink(TestDatabase database) throws Exception {
    List<UUID> orgs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      orgs.add(database.workspace("org" + i).orgId());
      EventLog.emit(database, orgs.getLast(), 5);
    }
    // More of them than failures in a row would make a sink seem down; one lacks its newest event.
    delete(database, orgs.get(0), 1);
    delete(database, orgs.get(1), 3);
    delete(database, orgs.get(2), 4);
    delete(database, orgs.get(3), 5);
    List<Long> left = List.of(0L, 2L, 3L, 4L, 5L, 5L, 5L, 5L);
    List<RelayEvents.Report> reports = relay(database).run(false);
    for (int i = 0; i < 8; i++) {
      assertEquals(upTo(left.get(i)), stream(orgs.get(i)), "the stream of org " + i);
      assertEquals(upTo(left.get(i)), bus.sequence(orgs.get(i)), "the bus, org " + i);
    }
    assertEquals(
        List.of(new RelayEvents.Report("stream", 29, 4), new RelayEvents.Report("bus", 29, 4)),
        reports);
  }

  @Test
  void anEventThatNobodyCanReadHoldsNoOtherOrg(TestDatabase database) {
    UUID acme = database.workspace("acme").orgId();
    UUID beta = database.workspace("beta").orgId();
    EventLog.emit(database, acme, 2);
    EventLog.emit(database, beta, 2);
    // JSON for Postgres, but more digits than our reader takes.
    EventLog.record(database, acme, "xentri.test.done.v1", "{\"n\": 1e2000}");
    EventLog.emit(database, beta, 1);
    List<RelayEvents.Report> reports = relay(database).run(false);
    assertEquals(
        List.of(new RelayEvents.Report("stream", 5, 1), new RelayEvents.Report("bus", 5, 1)),
        reports);
    assertEquals(upTo(2), stream(acme));
    assertEquals(upTo(3), stream(beta));
  }

  private static void delete(TestDatabase database, UUID org, long seq) throws SQLException {
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(
          """
          set session_replication_role = replica;
          delete from system_events where org_id = '%s' and org_seq = %d
          """
              .formatted(org, seq));
    }
  }

  @Test
  void aStreamKeepsAboutTheNewestTenThousand(TestDatabase database) throws Exception {
    UUID org = database.workspace("acme").orgId();
    EventLog.emit(database, org, 1);
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(
          """
          insert into system_events (org_id, id, org_seq, type, occurred_at, actor_type, actor_id, payload_schema, payload, source, environment)
          select org_id, gen_random_uuid(), n, type, occurred_at, actor_type, actor_id, payload_schema, payload, source, environment
            from system_events, generate_series(2, 10500) n;
          update event_heads set last_seq = 10500;
          update event_cursors set last_seq = 10500 where sink = 'bus'
          """);
    }
    relay(database).run(false);
    List<Long> kept = stream(org);
    assertEquals(10_500, kept.getLast());
    assertTrue(kept.size() >= 10_000 && kept.size() < 10_200, () -> "kept " + kept.size());
  }

  @Test
  void aConnectionThatDiedInThePoolIsReplaced(TestDatabase database) throws Exception {
    UUID org = database.workspace("acme").orgId();
    RelayEvents relay = relay(database);
    relay.run(false);
    EventLog.emit(database, org, 2);
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'xentri_relay' and datname = current_database()");
    }
    assertNotNull(relay.run(false));
    assertEquals(upTo(2), stream(org));
  }
}
