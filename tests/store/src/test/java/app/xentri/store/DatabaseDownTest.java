package app.xentri.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.platform.database.Database;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.database.Tx;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.http.HttpFunction;
import app.xentri.platform.http.Response;
import app.xentri.platform.validation.Schemas;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.Requests;
import app.xentri.testkit.RoundTrips;
import app.xentri.testkit.TestDatabase;
import app.xentri.testkit.TestDatabase.Workspace;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * A database that is down, full or gone in the middle is a 503 that says when to come again. The
 * limits are far above the two seconds that are waited because the machine may be busy.
 */
@ExtendWith(DatabaseExtension.class)
@Timeout(20)
class DatabaseDownTest {

  private static JsonNode answer(TenantTx tenants, Workspace of, Function<Tx, Response> work) {
    var function =
        new HttpFunction(
            "no-schema", new Schemas(), _ -> request -> tenants.once(of.caller(), request, work));
    var key = Map.of("idempotency-key", UUID.randomUUID().toString());
    return function.apply(Requests.event("POST /x", key, "{}"));
  }

  private static Response nothing(Tx tx) {
    return Response.noContent();
  }

  private static void assertUnavailable(JsonNode answer) {
    assertEquals(503, answer.path("statusCode").asInt(), answer.toString());
    assertTrue(answer.path("headers").path("retry-after").asString().matches("[1-9]"));
    assertEquals(
        "https://xentri.app/problems/unavailable",
        Json.read(answer.path("body").asString()).path("type").asString());
  }

  private static String url(int port, TestDatabase database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name();
  }

  @Test
  void oneThatIsNotThereWhenTheFunctionStartsIsFoundOnceItIs(TestDatabase database)
      throws Exception {
    var acme = database.workspace("acme");
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Database later = database.open(url(port, database), "xentri_app", 2);
    TenantTx tenants = database.tenants(later, () -> {});
    assertUnavailable(answer(tenants, acme, DatabaseDownTest::nothing));
    try (var _ = new RoundTrips(database.port(), port)) {
      assertEquals(
          204, answer(tenants, acme, DatabaseDownTest::nothing).path("statusCode").asInt());
    }
  }

  @Test
  void oneThatIsGoneAfterTheStart(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants;
    try (var proxy = new RoundTrips(database.port())) {
      tenants =
          database.tenants(database.open(url(proxy.port(), database), "xentri_app", 2), () -> {});
      assertEquals(
          204, answer(tenants, acme, DatabaseDownTest::nothing).path("statusCode").asInt());
      endConnections(database);
    }
    assertUnavailable(answer(tenants, acme, DatabaseDownTest::nothing));
  }

  @Test
  void oneWhoseConnectionsAreAllInUse(TestDatabase database) throws Exception {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(database.open(database.url(), "xentri_app", 1), () -> {});
    var held = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var holder =
          threads.submit(
              () ->
                  tenants.run(
                      acme.caller(),
                      _ -> {
                        held.countDown();
                        await(over);
                        return 1;
                      }));
      held.await();
      assertUnavailable(answer(tenants, acme, DatabaseDownTest::nothing));
      over.countDown();
      assertEquals(1, holder.get());
    }
  }

  @Test
  void aConnectionThatIsLostInTheMiddleAtTheCommitOrWithAnEvent(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(database.open(database.url(), "xentri_app", 1), () -> {});
    assertUnavailable(
        answer(
            tenants,
            acme,
            tx -> {
              endConnections(database);
              tx.sql(TenantTxTest.class, "countEvents").query(Long.class).single();
              return Response.noContent();
            }));
    assertUnavailable(
        answer(
            tenants,
            acme,
            _ -> {
              endConnections(database);
              return Response.noContent();
            }));
    assertUnavailable(
        answer(
            tenants,
            acme,
            tx -> {
              endConnections(database);
              tx.emitNow(
                  NewEvent.of(
                      "xentri.integration.reported.v1",
                      Json.object().put("integration", "a").put("outcome", "succeeded"),
                      "test"));
              return Response.noContent();
            }));
    assertEquals(204, answer(tenants, acme, DatabaseDownTest::nothing).path("statusCode").asInt());
  }

  private static void endConnections(TestDatabase database) {
    try (var admin = database.connect("postgres");
        var statement = admin.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'xentri_app' and datname = current_database()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
