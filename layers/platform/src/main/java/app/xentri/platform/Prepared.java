package app.xentri.platform;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Something that takes long to make, such as a client that loads two thousand classes. It is made
 * once: beside the rest of a start if somebody says that it will be needed, else by who first needs
 * it.
 */
public final class Prepared<T> implements Supplier<T> {

  private final String name;
  private final FutureTask<T> making;

  /**
   * Makes nothing yet.
   *
   * @param name of the thread that {@link #prepare} starts
   */
  public Prepared(String name, Supplier<T> make) {
    this.name = name;
    this.making = new FutureTask<>(make::get);
  }

  /** Has it made on a thread of its own, unless it is made already or being made. */
  public void prepare() {
    Thread.ofPlatform().daemon().name(name).start(making);
  }

  /**
   * Waits until it is made.
   *
   * @throws RuntimeException what making it threw
   */
  @Override
  public T get() {
    making.run(); // Does nothing if it has run, or is running elsewhere.
    try {
      return making.get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Waits until it is made, but no longer than this. What is not made by then goes on being made,
   * for whoever asks next.
   *
   * @throws RuntimeException what making it threw
   */
  public Optional<T> within(Duration limit) {
    if (!making.isDone()) {
      prepare();
    }
    try {
      return Optional.of(making.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private RuntimeException failure(ExecutionException e) {
    return e.getCause() instanceof RuntimeException failure
        ? failure
        : new IllegalStateException(name + " failed", e.getCause());
  }

  private IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for " + name, e);
  }
}
