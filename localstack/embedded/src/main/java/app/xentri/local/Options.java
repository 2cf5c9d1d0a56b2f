package app.xentri.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a person may choose about a run.
 *
 * @param project the folder with {@code template.yaml}
 * @param port of the gateway
 * @param isolation where functions run
 * @param parameters of the template that shall have other values than the local cloud gives them,
 *     for example to have something between the functions and one of its parts
 */
public record Options(
    Path project, Home home, int port, Isolation isolation, Map<String, String> parameters) {
  private static final int DEFAULT_PORT = 3000;
  private static final String PARAMETER = "PARAMETER_";

  public Options {
    parameters = Map.copyOf(parameters);
  }

  /** With the local cloud's own values for all parameters. */
  public Options(Path project, Home home, int port, Isolation isolation) {
    this(project, home, port, isolation, Map.of());
  }

  /** Where functions run. */
  public enum Isolation {
    /** All in the local cloud's own JVM: fast. */
    NONE,
    /** Each in processes of its own, through AWS's runtime client. */
    PROCESS
  }

  /**
   * Reads {@code PORT}, {@code XENTRI_HOME} and {@code ISOLATION}, and {@code PARAMETER_…} with the
   * parameter's name.
   *
   * @throws IllegalArgumentException with a sentence for the person when one is wrong
   */
  public static Options of(Path project, Map<String, String> environment) {
    Path home = project.resolve(chosen(environment, "XENTRI_HOME", ".xentri"));
    String port = chosen(environment, "PORT", Integer.toString(DEFAULT_PORT));
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException("PORT must be a number up to 65535, not " + port);
    }
    String isolation = chosen(environment, "ISOLATION", "none").toLowerCase(Locale.ROOT);
    return new Options(
        project,
        new Home(home),
        Integer.parseInt(port),
        switch (isolation) {
          case "none" -> Isolation.NONE;
          case "process" -> Isolation.PROCESS;
          default ->
              throw new IllegalArgumentException(
                  "ISOLATION must be none or process, not " + isolation);
        },
        parameters(environment));
  }

  private static Map<String, String> parameters(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> variable.getKey().startsWith(PARAMETER))
        .collect(
            Collectors.toMap(
                variable -> variable.getKey().substring(PARAMETER.length()), Map.Entry::getValue));
  }

  /** A variable that is set to nothing has not been chosen; an empty home would be the project. */
  private static String chosen(Map<String, String> environment, String name, String otherwise) {
    String value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? otherwise : value;
  }
}
