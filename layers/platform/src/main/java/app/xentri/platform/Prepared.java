package app.xentri.platform;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

  /** Has it made on a thread of its own. */
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
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(name + " failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }
}
