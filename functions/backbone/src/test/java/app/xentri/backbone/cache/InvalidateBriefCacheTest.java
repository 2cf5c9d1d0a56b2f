package app.xentri.backbone.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.backbone.EventLog;
import app.xentri.platform.Json;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.redis.RedisException;
import app.xentri.platform.validation.Schemas;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.FaultyLink.Mode;
import app.xentri.testkit.LocalRedis;
import app.xentri.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(DatabaseExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class InvalidateBriefCacheTest {

  private final LocalRedis redis = new LocalRedis();

  @AfterEach
  void mend() {
    redis.link().set(Mode.PASS);
  }

  @AfterAll
  void stop() {
    redis.close();
  }

  private InvalidateBriefCacheHandler handler(TestDatabase database) {
    return new InvalidateBriefCacheHandler(
        new Schemas(), new InvalidateBriefCache(database.jobs(() -> {}), redis.linked()));
  }

  private String deliver(TestDatabase database, Envelope event) {
    return handler(database).handle(EventLog.onBus(event)).path("effect").asString();
  }

  private static Envelope updated(TestDatabase database, UUID org, int version) {
    return EventLog.emit(
        database, org, "xentri.brief.updated.v1", "{\"version\": " + version + "}");
  }

  private void cache(UUID org, int version) {
    redis.client().command("HSET", new OrgKey("brief", org), "version", version, "body", "{}");
  }

  private boolean cached(UUID org) {
    return redis.client().command("HEXISTS", new OrgKey("brief", org), "body").asInt() == 1;
  }

  private static long recorded(TestDatabase database) {
    return EventLog.number(database, "select count(*) from consumed_events");
  }

  @Test
  void anOlderCopyIsDroppedAndOneThatIsAsNewStays(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    cache(org, 9);
    assertEquals("dropped", deliver(database, updated(database, org, 10)));
    assertEquals(false, cached(org));
    cache(org, 11);
    assertEquals("nothing_old", deliver(database, updated(database, org, 11)));
    assertTrue(cached(org));
    assertEquals(2, recorded(database));
  }

  @Test
  void aReaderThatComesLateWithAnOldCopyFindsThatItIsOld(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    OrgKey key = new OrgKey("brief", org);
    assertEquals("nothing_old", deliver(database, updated(database, org, 7)));
    assertEquals("7", redis.client().command("HGET", key, "version").asString());
    long life = redis.client().command("TTL", key).asLong();
    assertTrue(life > 0 && life <= 120, () -> "kept for " + life + " s");
    assertEquals("nothing_old", deliver(database, updated(database, org, 6)));
    assertEquals("7", redis.client().command("HGET", key, "version").asString());
  }

  @Test
  void anotherOrgsCopyStays(TestDatabase database) {
    UUID acme = database.workspace("acme").orgId();
    UUID beta = database.workspace("beta").orgId();
    cache(acme, 1);
    cache(beta, 1);
    deliver(database, updated(database, acme, 2));
    assertTrue(cached(beta));
  }

  @Test
  void aSecondDeliveryHasNoSecondEffect(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    Envelope event = updated(database, org, 5);
    deliver(database, event);
    cache(org, 4);
    assertEquals("duplicate", deliver(database, event));
    assertTrue(cached(org), "it was not dropped again");
    assertEquals(1, recorded(database));
  }

  @Test
  void sixteenDeliveriesAtOnceHaveOneEffect(TestDatabase database) throws Exception {
    UUID org = database.workspace("acme").orgId();
    Envelope event = updated(database, org, 5);
    cache(org, 4);
    var effects = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var deliveries = new ArrayList<Future<String>>();
      for (int i = 0; i < 16; i++) {
        deliveries.add(threads.submit(() -> deliver(database, event)));
      }
      for (var delivery : deliveries) {
        effects.add(delivery.get());
      }
    }
    assertEquals(15, effects.stream().filter("duplicate"::equals).count());
    assertEquals(1, recorded(database));
    assertEquals(false, cached(org));
  }

  @Test
  void aDeadRedisMakesItThrowAndRecordNothingSoThatTheNextDeliveryWorks(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    cache(org, 1);
    Envelope event = updated(database, org, 2);
    redis.link().set(Mode.REFUSE);
    assertThrows(RedisException.class, () -> deliver(database, event));
    assertEquals(0, recorded(database));
    redis.link().set(Mode.PASS);
    assertEquals("dropped", deliver(database, event));
  }

  @Test
  void anEventThatNamesNoVersionIsTakenInAndDropsNothing(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    cache(org, 1);
    Envelope event =
        EventLog.emit(database, org, "xentri.brief.session_started.v1", "{\"session_id\": \"s\"}");
    assertEquals("nothing_old", deliver(database, event));
    assertTrue(cached(org));
    assertEquals(1, recorded(database));
  }

  @Test
  void whatIsNoEventOfOursIsRefused(TestDatabase database) {
    UUID org = database.workspace("acme").orgId();
    UUID beta = database.workspace("beta").orgId();
    ObjectNode real = (ObjectNode) Json.tree(updated(database, org, 2));
    var forged = new ArrayList<ObjectNode>();
    forged.add(real.deepCopy().put("id", UUID.randomUUID().toString()));
    forged.add(real.deepCopy().put("org_id", UUID.randomUUID().toString()));
    forged.add(real.deepCopy().put("org_id", beta.toString()));
    forged.add(real.deepCopy().without(List.of("org_seq")));
    cache(beta, 1);
    for (ObjectNode envelope : forged) {
      assertThrows(
          RuntimeException.class,
          () -> handler(database).handle(Json.object().set("detail", envelope)),
          envelope.toString());
    }
    assertEquals(0, recorded(database));
    assertTrue(cached(beta));
  }
}
