package app.xentri.platform;

/**
 * Whether this thread has a transaction open, and with it one of few connections and perhaps locks
 * that others wait for. Clients of everything else on the network ask here first: how long they
 * wait must not be how long those are held.
 */
public final class OpenTransaction {

  private static final ScopedValue<Boolean> OPEN = ScopedValue.newInstance();

  private OpenTransaction() {}

  /** Runs what a transaction is open for. */
  public static <T, X extends Throwable> T around(ScopedValue.CallableOp<? extends T, X> work)
      throws X {
    return ScopedValue.where(OPEN, true).call(work);
  }

  /**
   * Called by a client before it sends.
   *
   * @param what for example {@code redis}
   * @throws IllegalStateException if this thread has a transaction open: a mistake in the code,
   *     whatever the weather
   */
  public static void mustNotBe(String what) {
    if (OPEN.orElse(false)) {
      throw new IllegalStateException(what + " was called while a transaction is open");
    }
  }
}
