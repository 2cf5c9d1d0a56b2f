package app.xentri.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BoundedTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void whatComesInTimeIsReturned() throws IOException {
    assertEquals(7, Bounded.call(LONG, () -> 7, () -> {}));
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aCallThatNothingInterruptsHoldsNobody() {
    assertThrows(
        SocketTimeoutException.class,
        () ->
            Bounded.call(
                SHORT,
                () -> {
                  while (true) {
                    LockSupport.park();
                  }
                },
                () -> {}));
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aCallThatIsGivenUpIsEndedAndFailsHoweverItLikes() throws InterruptedException {
    var ended = new CountDownLatch(1);
    assertThrows(
        SocketTimeoutException.class,
        () ->
            Bounded.call(
                SHORT,
                () -> {
                  awaitThat(ended);
                  throw new NullPointerException("no connection");
                },
                ended::countDown));
    ended.await();
  }

  @Test
  void aFaultIsNotTakenForSilence() {
    assertThrows(NullPointerException.class, () -> call(new NullPointerException("ours")));
    assertThrows(AssertionError.class, () -> call(new AssertionError("ours")));
    assertThrows(EOFException.class, () -> Bounded.call(LONG, BoundedTest::end, () -> {}));
  }

  @Test
  void whoeverIsToldToStopWaitsNoLongerAndStaysTold() {
    Thread.currentThread().interrupt();
    var ended = new CountDownLatch(1);
    assertThrows(
        IOException.class,
        () ->
            Bounded.call(
                LONG,
                () -> {
                  awaitThat(ended);
                  return 7;
                },
                ended::countDown));
    assertTrue(Thread.interrupted());
  }

  private static void call(Throwable fault) throws IOException {
    Bounded.call(
        LONG,
        () -> {
          switch (fault) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalArgumentException(fault);
          }
        },
        () -> {});
  }

  private static int end() throws IOException {
    throw new EOFException();
  }

  private static void awaitThat(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
