package app.xentri.platform.function;

import java.util.Map;

/**
 * The functions of one bounded context, found with {@link java.util.ServiceLoader}. Naming is
 * cheap; only the function that is asked for is built.
 */
public interface Functions {

  /**
   * How each of them is built, by its name: what {@code FunctionName} in the context's template has
   * behind the stack's name.
   */
  Map<String, Wiring> functions();

  /** Builds one function. */
  @FunctionalInterface
  interface Wiring {
    FunctionDefinition on(Platform platform);
  }
}
