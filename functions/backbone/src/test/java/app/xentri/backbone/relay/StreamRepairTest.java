package app.xentri.backbone.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import app.xentri.backbone.EventLog;
import app.xentri.platform.Json;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.redis.OrgKey;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.LocalRedis;
import app.xentri.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Whatever becomes of a stream, a sweep or the next event makes it what the log says. */
@ExtendWith(DatabaseExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class StreamRepairTest {

  private final LocalRedis redis = new LocalRedis();
  private final BusRecorder bus = new BusRecorder();

  @AfterEach
  void theBusHeardNothingTwice() {
    List<UUID> ids = bus.accepted().stream().map(Envelope::id).toList();
    assertEquals(ids.stream().distinct().toList(), ids);
  }

  @AfterAll
  void stop() {
    bus.close();
    redis.close();
  }

  private List<RelayEvents.Report> relay(TestDatabase database, boolean sweep) {
    return new RelayEvents(
            database.open(database.url(), "xentri_relay", 4),
            List.of(new StreamSink(redis.client()), bus.sink()),
            () -> fail("there is no work left for a successor"),
            Clock.systemUTC())
        .run(sweep);
  }

  private static OrgKey key(UUID org) {
    return new OrgKey("events", org);
  }

  /** The stream is the log: every number, and under it the same event. */
  private void assertIsTheLog(TestDatabase database, UUID org) {
    List<String> log =
        EventLog.all(database, org).stream().map(e -> e.orgSeq() + "-0 " + e.id()).toList();
    List<String> stream = new ArrayList<>();
    for (JsonNode entry : redis.client().command("XRANGE", key(org), "-", "+")) {
      JsonNode envelope = Json.read(entry.get(1).get(3).asString());
      stream.add(entry.get(0).asString() + " " + envelope.path("id").asString());
    }
    assertEquals(log, stream);
  }

  private UUID org(TestDatabase database, String name, int events) {
    UUID org = database.workspace(name).orgId();
    EventLog.emit(database, org, events);
    return org;
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void anEntryAheadOfTheLogSwallowsNothing(TestDatabase database) {
    UUID org = org(database, "acme", 3);
    relay(database, false);
    redis.client().command("XADD", key(org), "999999-0", "type", "x", "envelope", "{}");
    EventLog.emit(database, org, 2);
    assertEquals(5, relay(database, false).getFirst().published(), "all that was built anew");
    assertIsTheLog(database, org);
  }

  @Test
  void anEntryAheadOfTheLogIsFoundByTheSweepWithoutAWrite(TestDatabase database) {
    UUID org = org(database, "acme", 3);
    UUID other = org(database, "beta", 3);
    relay(database, false);
    for (String entry : List.of("4-0", "999999-0", "999999-7", "18446744073709551615-1")) {
      redis.client().command("XADD", key(org), entry, "type", "x", "envelope", "{");
      assertEquals(3, relay(database, true).getFirst().published(), entry);
      assertIsTheLog(database, org);
      assertIsTheLog(database, other);
    }
  }

  @Test
  void aRelayThatMeantToBuildAStreamAnewDoesNotOnceAnotherHas(TestDatabase database) {
    UUID org = org(database, "acme", 5);
    var late = new StreamSink(redis.client());
    late.rebuild(org, 0);
    relay(database, false);
    List<Envelope> log = EventLog.all(database, org);
    EventLog.emit(database, org, 1);
    var batch =
        new Batch(org, 5, log.getLast().id(), List.of(EventLog.all(database, org).getLast()));
    assertEquals(List.of(new Progress.UpTo(org, 6)), late.publish(List.of(batch)));
    assertIsTheLog(database, org);
  }

  @Test
  void entriesOfAnOrgThatHasNoEventAreDeleted(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    redis.client().command("XADD", key(org), "7-0", "type", "x", "envelope", "{}");
    relay(database, true);
    assertEquals(0, redis.client().command("EXISTS", key(org)).asInt());
    EventLog.emit(database, org, 2);
    relay(database, false);
    assertIsTheLog(database, org);
  }

  @Test
  void aLogThatWasRestoredToAnEarlierTimeReplacesTheStreamEvenAfterItHasOvertakenIt(
      TestDatabase database) throws Exception {
    UUID caughtUp = org(database, "acme", 10);
    UUID overtaken = org(database, "beta", 10);
    relay(database, false);
    restoreTo(database, 6);
    EventLog.emit(database, overtaken, 9);
    relay(database, true);
    assertIsTheLog(database, caughtUp);
    assertIsTheLog(database, overtaken);
    assertEquals(15, EventLog.all(database, overtaken).size());
  }

  /** As a backup that was made when the newest event had this number, and the relay had all. */
  private static void restoreTo(TestDatabase database, long seq) throws SQLException {
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(
          """
          set session_replication_role = replica;
          delete from system_events where org_seq > %1$d;
          update event_heads set last_seq = %1$d;
          update event_cursors set last_seq = %1$d
          """
              .formatted(seq));
    }
  }

  @Test
  void aRedisThatHasLostEverythingIsFilledAgainForAllOrgsWithoutAWrite(TestDatabase database) {
    List<UUID> orgs = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      orgs.add(org(database, "org" + i, 7));
    }
    relay(database, false);
    orgs.forEach(org -> redis.client().command("DEL", key(org)));
    assertEquals(210, relay(database, true).getFirst().published());
    orgs.forEach(org -> assertIsTheLog(database, org));
    assertEquals(0, relay(database, true).getFirst().published(), "and once is enough");
  }

  @Test
  void aStreamThatHasLostItsEndIsFilledAgainFromThere(TestDatabase database) {
    UUID org = org(database, "acme", 250);
    relay(database, false);
    JsonNode entries = redis.client().command("XRANGE", key(org), "-", "120-0");
    redis.client().command("DEL", key(org));
    for (JsonNode entry : entries) {
      JsonNode fields = entry.get(1);
      redis
          .client()
          .command(
              "XADD",
              key(org),
              entry.get(0).asString(),
              fields.get(0).asString(),
              fields.get(1).asString(),
              fields.get(2).asString(),
              fields.get(3).asString());
    }
    assertEquals(130, relay(database, true).getFirst().published());
    assertIsTheLog(database, org);
  }

  @Test
  void aStreamWhoseNewestEntriesSomebodyDeletedIsBuiltAnew(TestDatabase database) {
    UUID org = org(database, "acme", 6);
    relay(database, false);
    redis.client().command("XDEL", key(org), "5-0", "6-0");
    relay(database, true);
    assertIsTheLog(database, org);
    redis.client().command("XTRIM", key(org), "MAXLEN", "0");
    relay(database, true);
    assertIsTheLog(database, org);
  }

  @Test
  void aKeyThatHoldsSomethingElseIsReplaced(TestDatabase database) {
    UUID org = org(database, "acme", 2);
    UUID other = org(database, "beta", 2);
    redis.client().command("SET", key(org), "not a stream");
    relay(database, false);
    assertIsTheLog(database, org);
    assertIsTheLog(database, other);
  }

  @Test
  void aStreamWhoseLogLacksTheEventThatWouldTellIsLeftAlone(TestDatabase database)
      throws Exception {
    UUID org = org(database, "acme", 4);
    UUID other = org(database, "beta", 4);
    relay(database, false);
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(
          "set session_replication_role = replica; delete from system_events where org_id = '%s' and org_seq = 4"
              .formatted(org));
    }
    redis.client().command("DEL", key(other));
    assertEquals(new RelayEvents.Report("stream", 4, 1), relay(database, true).getFirst(), "a gap");
    assertIsTheLog(database, other);
    List<Long> kept = new ArrayList<>();
    for (JsonNode entry : redis.client().command("XRANGE", key(org), "-", "+")) {
      kept.add(Long.parseLong(entry.get(0).asString().replace("-0", "")));
    }
    assertEquals(upTo(4), kept);
  }

  @Test
  void aDeletedStreamOfALongLogBeginsWithTheNewestTenThousand(TestDatabase database)
      throws Exception {
    UUID org = org(database, "acme", 1);
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(
          """
          insert into system_events (org_id, id, org_seq, type, occurred_at, actor_type, actor_id, payload_schema, payload, source, environment)
          select org_id, gen_random_uuid(), n, type, occurred_at, actor_type, actor_id, payload_schema, payload, source, environment
            from system_events, generate_series(2, 12000) n;
          update event_heads set last_seq = 12000;
          update event_cursors set last_seq = 12000
          """);
    }
    assertEquals(10_000, relay(database, true).getFirst().published());
    JsonNode first = redis.client().command("XRANGE", key(org), "-", "+", "COUNT", 1);
    assertEquals("2001-0", first.get(0).get(0).asString());
  }
}
