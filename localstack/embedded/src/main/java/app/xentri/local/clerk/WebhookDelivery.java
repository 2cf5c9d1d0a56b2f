package app.xentri.local.clerk;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers stored webhooks one by one, oldest first, each until its receiver answers 2xx: after 0.5
 * s, 1 s, 2 s … 60 s, at most 200 times. A failing webhook waits its turn without holding the
 * others. What a stopped or killed run left is delivered by the next.
 */
final class WebhookDelivery implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookDelivery.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int MOST_ATTEMPTS = 200;
  private static final long FIRST_WAIT_MILLIS = 500;
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  private record Due(String id, String body, int attempts) {}

  private final URI url;
  private final String secret;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Semaphore stored = new Semaphore(0);
  private volatile boolean running = true;
  private @Nullable Thread thread;

  WebhookDelivery(URI url, String secret, Clock clock) {
    this.url = url;
    this.secret = secret;
    this.clock = clock;
  }

  /** Tells that something new may be due. */
  void wake() {
    stored.release();
  }

  void start(Database database) {
    thread = Thread.ofVirtual().name("clerk-webhooks").start(() -> run(database));
  }

  private void run(Database database) {
    while (running) {
      try {
        if (!deliverNext(database)) {
          waitForMore(database);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.warn("webhook delivery stumbled and goes on", e);
        pause();
      }
    }
  }

  private boolean deliverNext(Database database) throws InterruptedException {
    var due =
        database.tx(
            tx -> tx.sql(WebhookDelivery.class, "due", clock.millis()).query(Due.class).optional());
    if (due.isEmpty()) {
      return false;
    }
    Due webhook = due.get();
    boolean accepted = post(webhook.id(), webhook.body());
    int attempts = webhook.attempts() + 1;
    Long next = accepted || attempts >= MOST_ATTEMPTS ? null : clock.millis() + waitAfter(attempts);
    Long delivered = accepted ? clock.millis() : null;
    database.tx(
        tx -> tx.sql(WebhookDelivery.class, "tried", next, delivered, webhook.id()).update());
    return true;
  }

  private static long waitAfter(int attempts) {
    return Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(attempts - 1, 10));
  }

  private boolean post(String id, String body) throws InterruptedException {
    long seconds = clock.millis() / 1000;
    var request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Svix-Webhooks/1.0 (xentri-local)")
            .header("svix-id", id)
            .header("svix-timestamp", Long.toString(seconds))
            .header("svix-signature", signature(secret, id, seconds, body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status >= 200 && status < 300;
    } catch (IOException e) {
      LOG.debug("webhook receiver is out of reach, will try again: {}", e.getClass().getName());
      return false;
    }
  }

  /** {@code v1,} and the Base64 HMAC-SHA-256 of {@code id.timestamp.body}. */
  static String signature(String secret, String id, long seconds, String body) {
    try {
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] tag = mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(tag);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is missing", e);
    }
  }

  private void waitForMore(Database database) throws InterruptedException {
    Optional<Long> next =
        database.tx(tx -> tx.sql(WebhookDelivery.class, "nextTime").query(Long.class).optional());
    long wait = next.map(at -> Math.max(1, at - clock.millis())).orElse(LONGEST_WAIT_MILLIS);
    if (stored.tryAcquire(Math.min(wait, LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS)) {
      stored.drainPermits();
    }
  }

  private void pause() {
    try {
      Thread.sleep(FIRST_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }

  /** Aborts a delivery under way, which the next run repeats, and waits for the thread. */
  @Override
  public void close() {
    running = false;
    http.shutdownNow();
    wake();
    var last = thread;
    if (last != null) {
      try {
        last.join(Duration.ofSeconds(3));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
