package app.xentri.local.lambda;

import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The function on whose behalf a thread runs. Threads inherit it from the thread that made them, so
 * that a function's own helpers see its environment and print into its log; a thread of a shared
 * pool keeps that of the function that happened to create it.
 *
 * @param environment all variables that the function sees
 * @param output takes what it prints
 */
record FunctionScope(Map<String, String> environment, OutputStream output) {
  private static final InheritableThreadLocal<@Nullable FunctionScope> CURRENT =
      new InheritableThreadLocal<>();

  static Optional<FunctionScope> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** Makes this the scope of the calling thread, which must be one that serves nothing else. */
  void enter() {
    CURRENT.set(this);
  }
}
