package asl.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * States that lead to each other: those of a machine, of a branch, or of a Map's processor.
 *
 * @param pointer its place in the document, which names it in an execution; empty for the machine's
 * @param startAt the first state
 * @param states by name, in the order of the document
 */
public record Graph(String pointer, String startAt, Map<String, State> states) {

  public Graph {
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  /** A state of this graph. */
  public State state(String name) {
    return Objects.requireNonNull(states.get(name), name);
  }
}
