package app.xentri.platform.event;

/**
 * Wakes the relay after a commit. Best effort: a schedule sweeps what a lost nudge leaves behind.
 */
@FunctionalInterface
public interface RelayNudge {
  void wake();
}
