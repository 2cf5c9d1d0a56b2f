package app.xentri.platform;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls over the network that nobody waits for longer than they want, wherever they hang. Time
 * limits of a connection begin when its address is known: to look up a name may take as long as the
 * system's resolver likes, and nothing can interrupt it.
 */
public final class Bounded {

  // Not virtual ones: a look-up holds the thread that carries them, and a small machine has one.
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("bounded-", 0).factory());

  private Bounded() {}

  /** A conversation with somebody on the network. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws IOException;
  }

  /**
   * Has a call run on another thread and waits for it.
   *
   * @param giveUp ends the call as far as it can be ended, on a thread of its own; what comes of it
   *     after that is dropped
   * @throws SocketTimeoutException if it is not done within the limit
   * @throws IOException what the call throws, as are its unchecked exceptions
   */
  public static <T> T call(Duration limit, Call<T> call, Runnable giveUp) throws IOException {
    var running = new FutureTask<>(call::run);
    THREADS.execute(running);
    try {
      return running.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      THREADS.execute(giveUp);
      throw new SocketTimeoutException("it took longer than anybody waits");
    } catch (InterruptedException e) {
      THREADS.execute(giveUp);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("whoever waited was told to stop");
    } catch (ExecutionException e) {
      throw thrown(Objects.requireNonNull(e.getCause()));
    }
  }

  private static IOException thrown(Throwable cause) {
    return switch (cause) {
      case IOException failure -> failure;
      case RuntimeException fault -> throw fault;
      case Error error -> throw error;
      default -> throw new IllegalStateException("a call threw what it cannot", cause);
    };
  }
}
