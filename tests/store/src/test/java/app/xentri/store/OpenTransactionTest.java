package app.xentri.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.xentri.platform.Json;
import app.xentri.platform.OpenTransaction;
import app.xentri.platform.database.Database;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.Response;
import app.xentri.platform.redis.OrgKey;
import app.xentri.platform.redis.Redis;
import app.xentri.testkit.DatabaseExtension;
import app.xentri.testkit.Requests;
import app.xentri.testkit.TestDatabase;
import app.xentri.testkit.TestDatabase.Workspace;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long Redis or anybody else on the network takes is never how long a connection is held. */
@ExtendWith(DatabaseExtension.class)
class OpenTransactionTest {

  private static final Redis REDIS = new Redis(URI.create("http://127.0.0.1:1"), "none");

  private static Response ask(Workspace of) {
    REDIS.command("GET", new OrgKey("brief", of.orgId()));
    throw new AssertionError("nobody answers there");
  }

  @Test
  void aClientRefusesToSendInEveryKindOfTransaction(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(() -> {});
    Database app = database.app();
    List<Runnable> all =
        List.of(
            () -> tenants.run(acme.caller(), _ -> ask(acme)),
            () -> database.jobs(() -> {}).runAsJob(acme.orgId(), "trace", _ -> ask(acme)),
            () -> tenants.open("trace", _ -> ask(acme)),
            () ->
                tenants.once(
                    acme.caller(), Requests.post("/x", "k1", Json.object()), _ -> ask(acme)),
            () -> app.run(_ -> ask(acme)));
    for (Runnable transaction : all) {
      var refused = assertThrows(IllegalStateException.class, transaction::run);
      assertEquals("redis was called while a transaction is open", refused.getMessage());
    }
  }

  @Test
  void whatFollowsTheCommitRunsWithNoneOpenAndInOrder(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(() -> {});
    var done = new ArrayList<String>();
    tenants.run(
        acme.caller(),
        tx -> {
          tx.afterCommit(
              () -> {
                OpenTransaction.mustNotBe("this");
                done.add("first");
              });
          tx.afterCommit(() -> done.add("second"));
          done.add("work");
          return done;
        });
    assertEquals(List.of("work", "first", "second"), done);
  }

  @Test
  void whatFollowsTheCommitDoesNotHappenWithoutOneAndCannotUndoIt(TestDatabase database) {
    var acme = database.workspace("acme");
    TenantTx tenants = database.tenants(() -> {});
    var done = new ArrayList<String>();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            tenants.run(
                acme.caller(),
                tx -> {
                  tx.afterCommit(() -> done.add("never"));
                  throw new IllegalArgumentException("no");
                }));
    assertEquals(List.of(), done);
    String answer =
        tenants.run(
            acme.caller(),
            tx -> {
              tx.afterCommit(
                  () -> {
                    throw new IllegalArgumentException("too late");
                  });
              return "answer";
            });
    assertEquals("answer", answer);
  }
}
