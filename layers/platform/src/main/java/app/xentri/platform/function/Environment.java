package app.xentri.platform.function;

import java.time.Duration;
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

  /**
   * How long to wait for another service: as long as is usual, or so many times longer as {@code
   * PATIENCE} says where one machine runs all of them and much else.
   */
  public Duration patience(Duration usual) {
    return usual.multipliedBy(optional("PATIENCE").map(Long::parseLong).orElse(1L));
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}
