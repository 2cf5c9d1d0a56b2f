package app.xentri.platform.function;

import java.util.Map;
import java.util.Optional;

/** The environment variables of the function, as the template declares them. */
public record Environment(Map<String, String> variables) {

  public Environment {
    variables = Map.copyOf(variables);
  }

  /** Those of this process. */
  public static Environment ofProcess() {
    return new Environment(System.getenv());
  }

  /**
   * A variable that must be there.
   *
   * @throws IllegalStateException if it is unset or empty
   */
  public String required(String name) {
    return optional(name)
        .orElseThrow(
            () -> new IllegalStateException("environment variable " + name + " is not set"));
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}
