package app.xentri.copilot.brief;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.copilot.Api;
import app.xentri.platform.Json;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.redis.Redis;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.HandClock;
import app.xentri.testkit.LocalRedis;
import app.xentri.testkit.RoundTrips;
import app.xentri.testkit.TestDatabase;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(DatabaseExtension.class)
class BriefCacheTest {

  private static final UUID BRIEF = UUID.randomUUID();
  private static final LocalRedis LOCAL = new LocalRedis();

  @AfterAll
  static void stopRedis() {
    LOCAL.close();
  }

  private final UUID org = UUID.randomUUID();
  private final BriefCache cache = new BriefCache(LOCAL::client, Clock.systemUTC());

  private record Held(long version, String body) {}

  private static Optional<Held> held(UUID org) {
    var held = LOCAL.client().command("HMGET", new OrgKey("brief", org), "version", "body");
    return held.get(1).isString()
        ? Optional.of(new Held(held.get(0).asLong(), held.get(1).asString()))
        : Optional.empty();
  }

  private static BriefView view(long version) {
    return BriefView.of(new Brief(BRIEF, version, Draft.empty(), Map.of(), Instant.EPOCH));
  }

  @Test
  void whatWasPutIsFound() {
    assertTrue(held(org).isEmpty());
    cache.put(org, view(3));
    var found = held(org).orElseThrow();
    assertEquals(3, found.version());
    assertEquals(Json.write(view(3)), found.body());
    assertTrue(LOCAL.client().command("TTL", new OrgKey("brief", org)).asLong() > 0);
  }

  @Test
  void aSlowWriterNeverOverwritesANewerValue() {
    cache.put(org, view(4));
    cache.put(org, view(3));
    assertEquals(4, held(org).orElseThrow().version());
    cache.put(org, view(10));
    assertEquals(10, held(org).orElseThrow().version());
  }

  @Test
  void whatIsKnownToBeOldIsNotKept() {
    // What the consumer of Brief events leaves behind.
    LOCAL.client().command("HSET", new OrgKey("brief", org), "version", 5);
    assertTrue(held(org).isEmpty());
    cache.put(org, view(4));
    assertTrue(held(org).isEmpty());
    cache.put(org, view(5));
    assertEquals(5, held(org).orElseThrow().version());
  }

  @Test
  void oneOrgDoesNotSeeTheCopyOfAnother() {
    cache.put(org, view(1));
    assertTrue(held(UUID.randomUUID()).isEmpty());
  }

  @Test
  void aDeadRedisIsAskedOnceAndThenLeftAloneForAWhile() {
    var calls = new AtomicInteger();
    var dead = new Redis(URI.create("http://127.0.0.1:1"), "none");
    var time = new HandClock(Instant.parse("2026-11-23T17:00:00Z"));
    var broken =
        new BriefCache(
            () -> {
              calls.incrementAndGet();
              return dead;
            },
            time);
    broken.put(org, view(1));
    broken.put(org, view(2));
    assertEquals(1, calls.get());
    time.wait(BriefCache.REST);
    broken.put(org, view(3));
    assertEquals(2, calls.get());
  }

  @Test
  void aReadChecksTheMembershipAndNeverAnswersFromACopy(TestDatabase database) {
    var acme = database.workspace("acme");
    var api = new Api(database.tenants(() -> {}), cache, acme.caller());
    var id = api.start().id();
    api.say(id, "I run a bakery");
    api.ready(id);
    api.approve(id);
    assertEquals(1, held(acme.orgId()).orElseThrow().version(), "the writer has put it there");
    try (var proxy = new RoundTrips(database.port())) {
      var url = "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database.name();
      var app = database.open(url, "xentri_app", 1);
      var reader = new Api(database.tenants(app, () -> {}), cache, acme.caller());
      var read = reader.brief();
      cache.put(acme.orgId(), view(2));
      proxy.take();
      assertEquals(read.data(), reader.brief().data());
      assertEquals(1, proxy.take());
      var stranger = database.workspace("beta");
      assertEquals(
          404, new Api(database.tenants(app, () -> {}), cache, stranger.caller()).brief().status());
    }
  }

  @Test
  void anEditIsSeenByTheNextRead(TestDatabase database) {
    var acme = database.workspace("gamma");
    var api = new Api(database.tenants(() -> {}), cache, acme.caller());
    var id = api.start().id();
    api.say(id, "I run a bakery");
    api.ready(id);
    api.approve(id);
    var body = Json.object();
    body.putObject("content").putArray("statements");
    ((ObjectNode) body.path("content")).putObject("fields");
    var edited = api.patch("identity", 1, body);
    assertEquals(2, held(acme.orgId()).orElseThrow().version());
    assertEquals(edited.data(), api.brief().data());
  }
}
