package asl.engine;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run an engine by the time of its clock: a few that move what is due, and one for
 * each call under way. What waits has none.
 */
public final class Workers implements Engine.Listener, AutoCloseable {

  private static final Duration BEFORE_RETRY = Duration.ofMillis(500);

  /** A clock may be set while they sleep. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Trouble trouble;
  private final Semaphore slots;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Thread> threads = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Instant sleepingUntil;
  private long changes;
  private volatile boolean closing;
  private volatile @Nullable Engine engine;

  /** Hears of what goes wrong and is tried again. */
  @FunctionalInterface
  public interface Trouble {
    void report(String what, Exception cause);
  }

  /**
   * @param atOnce how many calls may be under way
   */
  public Workers(InstantSource clock, int atOnce, Trouble trouble) {
    this.clock = clock;
    this.slots = new Semaphore(atOnce, true);
    this.trouble = trouble;
  }

  /**
   * Starts to run the engine whose listener this is, and goes on with what an earlier one left.
   *
   * @param number how many executions may move at the same moment
   */
  public void run(Engine driven, int number) throws SQLException {
    engine = driven;
    driven.resume();
    for (int i = 1; i <= number; i++) {
      threads.add(Thread.ofPlatform().daemon().name("states-" + i).start(this::moveAll));
    }
  }

  private void moveAll() {
    while (!closing) {
      try {
        long seen = changes();
        if (!engine().step()) {
          await(seen, engine().nextWake());
        }
      } catch (SQLException | RuntimeException e) {
        if (!closing) {
          trouble.report("an execution could not be moved and will be", e);
          pause();
        }
      } catch (InterruptedException e) {
        return; // closing
      }
    }
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  private void await(long seen, Optional<Instant> next) throws InterruptedException {
    Instant longest = clock.instant().plus(LONGEST_SLEEP);
    Instant until = next.filter(longest::isAfter).orElse(longest);
    lock.lock();
    try {
      long nanos = Duration.between(clock.instant(), until).toNanos();
      while (changes == seen && nanos > 0) {
        sleepingUntil =
            sleepingUntil == null || until.isBefore(sleepingUntil) ? until : sleepingUntil;
        nanos = changed.awaitNanos(nanos);
      }
      sleepingUntil = null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake(Instant at) {
    lock.lock();
    try {
      Instant sleeping = sleepingUntil;
      changes++;
      if (sleeping == null || at.isBefore(sleeping)) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** For a clock that was moved by hand. */
  public void clockMoved() {
    wake(Instant.MIN);
  }

  @Override
  public void call(Engine.Call call) {
    if (!closing) {
      calls.execute(() -> perform(call));
    }
  }

  private void perform(Engine.Call call) {
    try {
      slots.acquire();
      try {
        engine().perform(call);
      } finally {
        slots.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The next run makes the call again.
    } catch (SQLException | RuntimeException e) {
      if (!closing && !Thread.currentThread().isInterrupted()) {
        trouble.report("a call of " + call + " will be made again", e);
        pause();
        call(call);
      }
    }
  }

  private Engine engine() {
    Engine running = engine;
    if (running == null) {
      throw new IllegalStateException("not running yet");
    }
    return running;
  }

  private static void pause() {
    try {
      Thread.sleep(BEFORE_RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was under way is made again by the next run. */
  @Override
  public void close() {
    closing = true;
    threads.forEach(Thread::interrupt);
    calls.shutdownNow();
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
