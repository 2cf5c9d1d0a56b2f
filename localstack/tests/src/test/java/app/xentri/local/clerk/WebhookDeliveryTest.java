package app.xentri.local.clerk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class WebhookDeliveryTest {

  private static void eventually(BooleanSupplier condition, String what)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      Thread.sleep(20);
    }
  }

  @Test
  void aRefusedWebhookComesAgainWithTheSameIdAndAValidSignature() throws InterruptedException {
    try (var standIn = new StandIn(false)) {
      standIn.webhookStatus.set(500);
      standIn.browser().signUp("again@example.com");
      eventually(() -> standIn.webhooks.size() >= 2, "nothing was sent");
      standIn.webhookStatus.set(204);
      String first = standIn.webhooks.getFirst().id();
      eventually(() -> tries(standIn, first) >= 2, "the first was not sent again");
      for (var hook : standIn.webhooks) {
        assertEquals(
            WebhookDelivery.signature(
                standIn.clerk().webhookSecret(),
                hook.id(),
                Long.parseLong(hook.timestamp()),
                hook.body()),
            hook.signature());
      }
    }
  }

  private static long tries(StandIn standIn, String id) {
    return standIn.webhooks.stream().filter(hook -> hook.id().equals(id)).count();
  }

  @Test
  void whatOneRunCouldNotDeliverTheNextDoes() throws InterruptedException {
    try (var standIn = new StandIn(false)) {
      standIn.webhookStatus.set(503);
      standIn.browser().signUp("later@example.com");
      eventually(() -> standIn.webhooks.size() >= 2, "nothing was sent");
      standIn.restart();
      standIn.webhooks.clear();
      standIn.webhookStatus.set(204);
      standIn.forward(Duration.ofMinutes(2));
      standIn.browser().signUp("wakes@example.com");
      eventually(() -> standIn.webhooks.size() >= 4, "not all were sent");
      var types = standIn.webhooks.stream().map(StandIn.Webhook::type).limit(2).toList();
      assertEquals(List.of("user.created", "session.created"), types);
    }
  }

  @Test
  void usersSessionsKeysAndSecretsSurviveARestart() {
    try (var standIn = new StandIn(false)) {
      var browser = standIn.browser();
      String sessionId = browser.signUp("stays@example.com");
      String secret = standIn.clerk().secretKey();
      String keys = keys(standIn);
      standIn.restart();
      assertEquals(secret, standIn.clerk().secretKey());
      assertEquals(keys, keys(standIn));
      assertEquals(200, browser.post("/v1/client/sessions/" + sessionId + "/tokens").status());
    }
  }

  private static String keys(StandIn standIn) {
    return standIn.browser().get("/.well-known/jwks.json").text();
  }
}
