package app.xentri.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.Database;
import app.xentri.platform.database.DatabaseFault;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.identity.Shown;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.Requests;
import app.xentri.testkit.RoundTrips;
import app.xentri.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(DatabaseExtension.class)
class TenantTxTest {

  private static final String TYPE = "xentri.integration.reported.v1";

  private final AtomicInteger woken = new AtomicInteger();

  private static NewEvent event(String integration) {
    return NewEvent.of(
        TYPE, Json.object().put("integration", integration).put("outcome", "succeeded"), "test");
  }

  private static long count(Tx tx) {
    return tx.sql(TenantTxTest.class, "countEvents").query(Long.class).single();
  }

  @Test
  void aReadTakesThreeRoundTripsAtMostAndAWriteWithAnEventFour(TestDatabase database) {
    var acme = database.workspace("acme");
    try (var proxy = new RoundTrips(database.port())) {
      Database app =
          database.open(
              "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database.name(),
              "xentri_app",
              1);
      TenantTx tenants = database.tenants(app, woken::incrementAndGet);
      tenants.run(acme.caller(), TenantTxTest::count);
      proxy.take();

      tenants.run(acme.caller(), TenantTxTest::count);
      assertEquals(3, proxy.take());

      tenants.once(
          acme.caller(),
          Requests.post("/x", "k1", Json.object()),
          tx -> {
            count(tx);
            count(tx);
            tx.emit(event("a"));
            tx.emit(event("b"));
            return Response.created(Json.object());
          });
      assertEquals(4, proxy.take());
    }
    assertEquals(1, woken.get());
  }

  @Test
  void someoneWhoIsNoMemberDoesNotGetIn(TestDatabase database) {
    var acme = database.workspace("acme");
    var beta = database.workspace("beta");
    TenantTx tenants = database.tenants(woken::incrementAndGet);
    var intruder =
        new app.xentri.platform.identity.Caller(
            acme.caller().clerkUserId(), "sess_acme", null, beta.orgId(), acme.caller().traceId());
    Refused refused = assertThrows(Refused.class, () -> tenants.run(intruder, TenantTxTest::count));
    assertInstanceOf(Refusal.Forbidden.class, refused.refusal());
  }

  @Test
  void aRefusalRollsEverythingBackAndLeavesTheKeyFree(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(woken::incrementAndGet);
    var request = Requests.post("/x", "k1", Json.object());
    assertThrows(
        Refused.class,
        () ->
            tenants.once(
                acme.caller(),
                request,
                tx -> {
                  tx.emitNow(event("a"));
                  throw new Refused(new Refusal.NotFound());
                }));
    assertEquals(0L, tenants.run(acme.caller(), TenantTxTest::count));
    Response done =
        tenants.once(acme.caller(), request, _ -> Response.created(Json.object().put("n", 1)));
    assertEquals(201, done.status());
  }

  @Test
  void fiftyRequestsWithOneKeyMakeOneEffectAndOneAnswer(TestDatabase database) throws Exception {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(woken::incrementAndGet);
    var effects = new AtomicInteger();
    Callable<Response> call =
        () ->
            tenants.once(
                acme.caller(),
                Requests.post("/x", "k1", Json.object()),
                tx -> {
                  tx.emit(event("a"));
                  return Response.created(Json.object().put("n", effects.incrementAndGet()))
                      .etag(tx.tag("thing", acme.orgId(), 7));
                });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Response>>();
      for (int i = 0; i < 50; i++) {
        running.add(threads.submit(call));
      }
      var answers = new HashSet<Response>();
      for (var future : running) {
        answers.add(future.get());
      }
      assertEquals(1, answers.size());
    }
    assertEquals(1, effects.get());
    assertEquals(1L, tenants.run(acme.caller(), TenantTxTest::count));
  }

  /** The caller's page shows this person in this org. */
  private static Caller showing(Caller caller, UUID user, UUID org) {
    return new Caller(
        caller.clerkUserId(),
        caller.sessionId(),
        caller.clerkOrgId(),
        caller.requestedOrg(),
        caller.traceId(),
        new Shown(user, org));
  }

  @Test
  void whoeverShowsSomebodyElseGetsNeitherWorkNorAStoredAnswer(TestDatabase database) {
    var acme = database.workspace("acme");
    var beta = database.workspace("beta");
    TenantTx tenants = database.tenants(woken::incrementAndGet);
    var request = Requests.post("/x", "k1", Json.object());
    var own = showing(acme.caller(), acme.userId(), acme.orgId());
    Response first =
        tenants.once(own, request, _ -> Response.created(Json.object().put("mine", 1)));
    for (Caller wrong :
        List.of(
            showing(acme.caller(), beta.userId(), acme.orgId()),
            showing(acme.caller(), acme.userId(), beta.orgId()),
            showing(acme.caller(), beta.userId(), beta.orgId()))) {
      var work = new AtomicInteger();
      for (var key : List.of("k1", "k2")) {
        Refused refused =
            assertThrows(
                Refused.class,
                () ->
                    tenants.once(
                        wrong,
                        Requests.post("/x", key, Json.object()),
                        _ -> Response.created(Json.object().put("n", work.incrementAndGet()))));
        assertEquals("session_changed", refused.refusal().code());
      }
      Refused reused =
          assertThrows(
              Refused.class,
              () ->
                  tenants.once(
                      wrong,
                      Requests.post("/x", "k1", Json.object().put("other", 1)),
                      _ -> Response.created(Json.object())));
      assertEquals("session_changed", reused.refusal().code());
      Refused read =
          assertThrows(Refused.class, () -> tenants.run(wrong, _ -> work.incrementAndGet()));
      assertEquals("session_changed", read.refusal().code());
      assertEquals(0, work.get());
    }
    assertEquals(first, tenants.once(own, request, _ -> Response.noContent()), "a replay");
    assertEquals(
        204,
        tenants
            .once(own, Requests.post("/x", "k2", Json.object()), _ -> Response.noContent())
            .status(),
        "the refused ones have not taken the key");
  }

  @Test
  void aKeyUsedForAnotherRequestIsRefused(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(woken::incrementAndGet);
    tenants.once(
        acme.caller(),
        Requests.post("/x", "k1", Json.object().put("a", 1)),
        _ -> Response.created(Json.object()));
    Refused refused =
        assertThrows(
            Refused.class,
            () ->
                tenants.once(
                    acme.caller(),
                    Requests.post("/x", "k1", Json.object().put("a", 2)),
                    _ -> Response.created(Json.object())));
    assertEquals("idempotency_key_reused", refused.refusal().code());
  }

  @Test
  void sequencesAreGaplessAndADedupeKeyRecordsOnce(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(woken::incrementAndGet);
    var first = tenants.run(acme.caller(), tx -> tx.emitNow(event("a").dedupedBy("d")));
    var again = tenants.run(acme.caller(), tx -> tx.emitNow(event("a").dedupedBy("d")));
    var next = tenants.run(acme.caller(), tx -> tx.emitNow(event("b")));
    assertTrue(first.appended());
    assertFalse(again.appended());
    assertEquals(first.id(), again.id());
    assertEquals(2, next.orgSeq());
    assertEquals(1, woken.get(), "the relay is woken only when it had caught up");
  }

  @Test
  void aRoleThatCouldSeePastRowLevelSecurityIsRefusedAtStart(TestDatabase database) {
    for (String role : new String[] {"postgres", "xentri_owner"}) {
      var refused =
          assertThrows(IllegalStateException.class, () -> database.open(database.url(), role, 1));
      assertTrue(refused.getMessage().contains("refusing to start"), refused.getMessage());
    }
  }

  @Test
  void aConnectionThatDiedInThePoolIsReplacedWithoutTheCallerNoticing(TestDatabase database)
      throws Exception {
    var acme = database.workspace("acme");
    var app = database.open(database.url(), "xentri_app", 1);
    TenantTx tenants = database.tenants(app, woken::incrementAndGet);
    tenants.run(acme.caller(), TenantTxTest::count);
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'xentri_app' and datname = current_database()");
    }
    assertEquals(0L, tenants.run(acme.caller(), TenantTxTest::count));
  }

  @Test
  void anEndedSessionEndsAtOnce(TestDatabase database) throws Exception {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(woken::incrementAndGet);
    try (var owner = database.connect("xentri_owner");
        var statement = owner.prepareStatement("insert into ended_sessions values (?)")) {
      statement.setString(1, acme.caller().sessionId());
      statement.executeUpdate();
    }
    Refused refused =
        assertThrows(Refused.class, () -> tenants.run(acme.caller(), TenantTxTest::count));
    assertEquals(401, refused.refusal().status());
  }

  @Test
  void aJobEntersAnOrgWithoutAPerson(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx jobs = database.jobs(woken::incrementAndGet);
    UUID org = jobs.runAsJob(acme.orgId(), "trace", tx -> tx.member().orgId());
    assertEquals(acme.orgId(), org);
  }

  private static void asOwner(TestDatabase database, String sql) throws SQLException {
    try (var owner = database.connect("xentri_owner");
        var statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Has one of our functions fail, whatever it is given. */
  private static void fails(TestDatabase database, String signature) throws SQLException {
    asOwner(
        database,
        "create or replace function "
            + signature
            + " language plpgsql as $$ begin raise exception 'out of order'; end $$");
  }

  private static Response announced(Tx tx, NewEvent event) {
    return Response.created(tx.emitLast(event)).etag(tx.tag("thing", tx.member().orgId(), 1));
  }

  private record Kept(int status, JsonNode headers, String bytes) {}

  private static Kept kept(TestDatabase database) throws SQLException {
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement();
        var rows =
            statement.executeQuery(
                "select status, headers, encode(convert_to(body, 'UTF8'), 'hex') as bytes from idempotency_keys")) {
      assertTrue(rows.next());
      return new Kept(
          rows.getInt("status"), Json.read(rows.getString("headers")), rows.getString("bytes"));
    }
  }

  private static String bytes(Response answer) {
    return HexFormat.of().formatHex(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theKeptAnswerIsByteByByteWhatWasSentAndWhatIsSentAgain(TestDatabase database)
      throws SQLException {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(woken::incrementAndGet);
    // A text that is more than one byte a character, and one that reads like a place not yet known.
    var payload = Json.object().put("integration", "n8n").put("outcome", "succeeded");
    payload.put("reference", "9223372036854775783");
    var event = NewEvent.of(TYPE, payload, "test").correlatedBy("Łukasz 李小龍 \"\\");
    tenants.run(acme.caller(), tx -> tx.emit(event("first")));
    var request = Requests.post("/x", "k1", Json.object());

    Response sent = tenants.once(acme.caller(), request, tx -> announced(tx, event));
    Kept kept = kept(database);
    Response again = tenants.once(acme.caller(), request, _ -> Response.noContent());

    assertEquals(2, Json.read(sent.body()).path("data").path("org_seq").asInt());
    assertEquals(bytes(sent), kept.bytes());
    assertEquals(kept.bytes(), bytes(again));
    assertEquals(sent.status(), kept.status());
    assertEquals(Json.tree(sent.headers()), kept.headers());
    assertEquals(sent, again);
  }

  @Test
  void aQuestionAboutTheRelayThatFailsAfterTheCommitIsNobodysError(TestDatabase database)
      throws SQLException {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(woken::incrementAndGet);
    fails(database, "wake_relay() returns boolean");
    var request = Requests.post("/x", "k1", Json.object());

    Response sent = tenants.once(acme.caller(), request, tx -> announced(tx, event("a")));
    UUID emitted = tenants.run(acme.caller(), tx -> tx.emit(event("b")));
    var now = tenants.run(acme.caller(), tx -> tx.emitNow(event("c")));
    UUID job =
        database
            .jobs(woken::incrementAndGet)
            .runAsJob(acme.orgId(), "trace", tx -> tx.emit(event("d")));

    assertEquals(1, Json.read(sent.body()).path("data").path("org_seq").asInt());
    assertEquals(sent, tenants.once(acme.caller(), request, _ -> Response.noContent()));
    assertEquals(3, now.orgSeq());
    assertEquals(3, Set.of(emitted, now.id(), job).size());
    assertEquals(4L, tenants.run(acme.caller(), TenantTxTest::count));
    assertEquals(4, woken.get(), "each wakes it, because nobody knows");
  }

  @Test
  void whatFailsBeforeTheCommitIsAnErrorAndLeavesNothing(TestDatabase database)
      throws SQLException {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(woken::incrementAndGet);
    fails(
        database,
        "emit_and_keep(p_id uuid, p_type text, p_occurred_at timestamptz, p_actor_type text,"
            + " p_actor_id text, p_payload_schema text, p_payload jsonb, p_dedupe_key text,"
            + " p_correlation_id text, p_causation_id uuid, p_source text, p_environment text,"
            + " p_user uuid, p_route text, p_key text, p_fingerprint text, p_status integer,"
            + " p_headers text, p_body text, p_rest text) returns bigint");

    assertThrows(
        DatabaseFault.class,
        () ->
            tenants.once(
                acme.caller(),
                Requests.post("/x", "k1", Json.object()),
                tx -> announced(tx, event("a"))));

    assertEquals(0L, tenants.run(acme.caller(), TenantTxTest::count));
    assertEquals(0, woken.get());
  }
}
