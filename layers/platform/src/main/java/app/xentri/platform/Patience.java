package app.xentri.platform;

import java.time.Duration;

/**
 * How long the answer to one request may still wait for others who keep silent. It is handed down
 * with the request's thread, and whoever waits for something on the network asks it for how long:
 * each wait may be short and all of them together still be more than a caller bears.
 *
 * <p>Only waiting in vain, or in line, uses it up. An answer that came late, but came, costs
 * nothing, so that a machine under load is slow instead of telling everybody to come again. Work
 * that nobody waits for, as a schedule's or an event's, has no such limit (docs/decisions/0075).
 */
public final class Patience {

  /**
   * For one request: what depends on something that is down says so within three seconds, half a
   * second of which is for everything but waiting.
   */
  public static final Duration OF_A_REQUEST = Duration.ofMillis(2_500);

  private static final ScopedValue<Patience> CURRENT = ScopedValue.newInstance();

  private long left;

  private Patience(Duration whole) {
    left = whole.toNanos();
  }

  /** Runs what somebody waits for. */
  public static <T, X extends Throwable> T of(
      Duration whole, ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(CURRENT, new Patience(whole)).call(work);
  }

  /** Whether somebody waits for what this thread does. */
  public static boolean isLimited() {
    return CURRENT.isBound();
  }

  /** As long as is usual, or what is left if that is less. Zero: do not even ask. */
  public static Duration atMost(Duration usual) {
    if (!CURRENT.isBound()) {
      return usual;
    }
    Duration left = Duration.ofNanos(CURRENT.get().left);
    return left.compareTo(usual) < 0 ? left : usual;
  }

  /** A wait that begins now. */
  public static Wait wait(Duration usual) {
    return new Wait(atMost(usual), System.nanoTime());
  }

  /**
   * One wait.
   *
   * @param limit after which nobody is there any more who would want the answer
   * @param since of {@link System#nanoTime()}
   */
  public record Wait(Duration limit, long since) {

    /** It was in vain, or in a line that others behind it, too, have to stand in. */
    public void wasInVain() {
      if (CURRENT.isBound()) {
        Patience current = CURRENT.get();
        current.left = Math.max(0, current.left - (System.nanoTime() - since));
      }
    }
  }
}
