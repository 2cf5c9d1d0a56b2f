package asl.definition;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A state machine that can be run.
 *
 * @param text its definition as it was given
 * @param timeout after which an execution ends with {@code States.Timeout}
 * @param graphs all of them by their pointers, the machine's own first
 */
public record Machine(String text, Optional<Duration> timeout, Map<String, Graph> graphs) {

  public Machine {
    graphs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(graphs));
  }

  /** What a machine may be. */
  public enum Kind {
    /** Durable, up to a year, with a history. */
    STANDARD,
    /** Five minutes at most, without task tokens and without waiting for a service's job. */
    EXPRESS
  }

  /**
   * Reads a definition.
   *
   * @throws DefinitionException when the machine could not be run as AWS would
   */
  public static Machine read(String text, Kind kind) {
    return new MachineReader(kind).read(text);
  }

  /** The graph at a pointer. */
  public Graph graph(String pointer) {
    return Objects.requireNonNull(graphs.get(pointer), pointer);
  }

  /** The tasks of all graphs. */
  public List<State.Task> tasks() {
    return graphs.values().stream()
        .flatMap(graph -> graph.states().values().stream())
        .filter(State.Task.class::isInstance)
        .map(State.Task.class::cast)
        .toList();
  }
}
