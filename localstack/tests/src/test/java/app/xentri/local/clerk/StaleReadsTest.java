package app.xentri.local.clerk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody has read may be old when they write: another transaction ended in between. */
class StaleReadsTest {

  private static StandIn standIn;
  private static Instance instance;
  private static Database database;

  @BeforeAll
  static void start() {
    standIn = new StandIn(false);
    instance = standIn.instance();
    database = new Database(standIn.database());
  }

  @AfterAll
  static void stop() {
    standIn.close();
  }

  @Test
  void aSessionRevokedInBetweenStaysRevokedAndIsNotToldTwice() {
    String id = standIn.browser().signUp("revoked-between@example.com");
    database.tx(
        tx -> {
          var seen = new Sessions(tx).byId(id).orElseThrow();
          revoke(id);
          assertTrue(new Sessions(tx).touch(seen, instance.now()).isEmpty());
          assertEquals("revoked", new SessionLife(instance, tx).end(seen, "removed").status());
          return tx;
        });
    assertEquals(
        "revoked", standIn.backend("GET", "/sessions/" + id, "").json().path("status").asString());
  }

  private static void revoke(String sessionId) {
    assertEquals(200, standIn.backend("POST", "/sessions/" + sessionId + "/revoke", "{}").status());
  }

  @Test
  void aPasswordChangedInBetweenDoesNotComeBack() {
    String email = "reset-between@example.com";
    standIn.browser().signUp(email);
    database.tx(
        tx -> {
          var seen = new Users(tx).byEmail(email).orElseThrow();
          inAnotherTransaction(
              other ->
                  new Directory(instance, other)
                      .change(
                          seen, now -> now.withPasswordHash(Passwords.hash("a brand new one"))));
          var client = new Sessions(tx).newClient(null, instance.now());
          new SessionLife(instance, tx).open(client.id(), seen, "http://x", null);
          new Directory(instance, tx).change(seen, now -> now.named("Ann", null));
          return tx;
        });
    var user = database.tx(tx -> new Users(tx).byEmail(email).orElseThrow());
    assertTrue(Passwords.matches("a brand new one", String.valueOf(user.passwordHash())));
    assertEquals("Ann", user.firstName());
  }

  private static void inAnotherTransaction(Function<Tx, User> change) {
    CompletableFuture.supplyAsync(() -> database.tx(change)).join();
  }
}
