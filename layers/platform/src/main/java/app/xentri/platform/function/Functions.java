package app.xentri.platform.function;

import java.util.Set;
import java.util.function.Supplier;

/**
 * The functions of one bounded context, found with {@link java.util.ServiceLoader}. Naming is
 * cheap; only the function that is asked for is built.
 */
public interface Functions {

  /** All names, as {@code template.yaml} uses them. */
  Set<String> names();

  /** How to build one of {@link #names()}. */
  Supplier<FunctionDefinition> definition(String name, Platform platform);
}
