package app.xentri.platform.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;

/**
 * Whoever has committed waits for no Lambda that does not answer. The limits are far above a second
 * because the machine may be busy, and far below what an SDK takes by itself: two minutes.
 */
class LambdaRelayNudgeTest {

  private static final byte[] STATUS = "HTTP/1.1 202 Accepted\r\n".getBytes(StandardCharsets.UTF_8);

  private final ServerSocket listener = listen();
  private final AtomicInteger calls = new AtomicInteger();

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
  }

  private LambdaRelayNudge nudge() {
    return new LambdaRelayNudge("relay", this::tell);
  }

  private void tell(LambdaClientBuilder builder) {
    builder
        .endpointOverride(URI.create("http://127.0.0.1:" + listener.getLocalPort()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anEndpointThatAcceptsAndNeverAnswersIsLeftAfterASecondAndNotAskedAgain() {
    assertCallsOnceForEachWake(_ -> {});
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anEndpointThatSendsAByteNowAndThenIsLeftAfterASecondInAll() {
    assertCallsOnceForEachWake(LambdaRelayNudgeTest::trickle);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anEndpointThatIsNotThereFailsNobody() throws IOException {
    listener.close();
    nudge().wake();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aClientThatIsNotThereInTimeIsNotWaitedForAndUsedOnceItIs() {
    var made = new CountDownLatch(1);
    var nudge =
        new LambdaRelayNudge(
            "relay",
            builder -> {
              awaited(made);
              tell(builder);
            });
    nudge.wake();
    assertEquals(0, calls.get());
    made.countDown();
    Thread.ofVirtual().start(() -> accept(_ -> {}));
    while (calls.get() == 0) {
      nudge.wake();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** On a busy machine the second may be over before the endpoint has been reached at all. */
  private void assertCallsOnceForEachWake(Manner manner) {
    Thread.ofVirtual().start(() -> accept(manner));
    var nudge = nudge();
    int woken = 0;
    while (calls.get() == 0) {
      nudge.wake();
      woken++;
    }
    assertTrue(calls.get() <= woken, () -> "it was asked " + calls + " times");
  }

  @FunctionalInterface
  private interface Manner {
    void answer(Socket client) throws Exception;
  }

  private void accept(Manner manner) {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        calls.incrementAndGet();
        manner.answer(client);
      } catch (Exception _) {
        // The caller has hung up, or the test is over.
      }
    }
  }

  /** Each wait for bytes is short; the answer as a whole would take two minutes. */
  private static void trickle(Socket client) throws Exception {
    client.getOutputStream().write(STATUS);
    for (int i = 0; i < 240; i++) {
      client.getOutputStream().write("x-wait: longer\r\n".getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().flush();
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }
}
