package app.xentri.e2e;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much longer than it should this machine takes for what takes no time: a thread that wants to
 * wake up every few milliseconds notes when it was kept from it. What a limit in seconds says about
 * a program is only true where the program gets to run.
 */
final class Stalls implements AutoCloseable {

  private static final Duration STEP = Duration.ofMillis(10);

  /** That the thread was late by so much, at a time of {@link System#nanoTime()}. */
  private record Late(long at, long nanos) {}

  private final Deque<Late> late = new ArrayDeque<>();
  private final Thread watch;

  Stalls() {
    watch = Thread.ofPlatform().daemon().name("stalls").start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        long began = System.nanoTime();
        Thread.sleep(STEP);
        note(System.nanoTime(), System.nanoTime() - began - STEP.toNanos());
      }
    } catch (InterruptedException _) {
      // Nobody wants to know any more.
    }
  }

  private synchronized void note(long now, long nanos) {
    late.addLast(new Late(now, nanos));
  }

  /** The sum of what was lost in the time that ends now. */
  synchronized Duration within(Duration time) {
    long from = System.nanoTime() - time.toNanos();
    return Duration.ofNanos(
        late.stream().filter(it -> it.at() - from > 0).mapToLong(Late::nanos).sum());
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
