package asl.definition;

import asl.Quotas;
import asl.definition.DefinitionException.Problem;
import asl.definition.Machine.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the states of one graph and checks the ways between them. */
final class GraphReader {

  private final Kind kind;
  private final List<Problem> problems;
  private final Map<String, Graph> graphs;
  private final List<Set<String>> around;

  /**
   * @param graphs where the graph and those inside it are put
   * @param around variables that the graphs around this one assign, the outermost first
   */
  GraphReader(
      Kind kind, List<Problem> problems, Map<String, Graph> graphs, List<Set<String>> around) {
    this.kind = kind;
    this.problems = problems;
    this.graphs = graphs;
    this.around = around;
  }

  /** Leaves the object's other fields to the caller. */
  Graph read(Fields fields) {
    String startAt = fields.require("StartAt");
    Map<String, State> states = new LinkedHashMap<>();
    if (!fields.has("States")) {
      fields.problem("These fields are required: [States]");
    }
    fields.object("States").ifPresent(all -> readStates(all, states));
    Graph graph = new Graph(fields.pointer(), startAt, states);
    graphs.put(graph.pointer(), graph);
    if (fields.has("StartAt") && !states.containsKey(startAt)) {
      fields.problem("StartAt", "There is no state '" + startAt + "'");
    } else {
      checkWays(graph);
    }
    return graph;
  }

  private void readStates(Fields all, Map<String, State> states) {
    Set<String> assigned = assigned(all);
    List<Set<String>> scopes = new ArrayList<>(around);
    scopes.add(assigned);
    for (String name : all.names()) {
      if (name.isEmpty() || name.length() > Quotas.NAME) {
        all.problem(name, "A state's name has 1 to 80 characters");
      }
      if (graphs.values().stream().anyMatch(graph -> graph.states().containsKey(name))) {
        all.problem(name, "The name of the state is already taken in this machine");
      }
      all.object(name)
          .flatMap(state -> new StateReader(kind, problems, graphs, scopes).read(name, state))
          .ifPresent(state -> states.put(name, state));
    }
    for (String variable : assigned) {
      if (around.stream().anyMatch(scope -> scope.contains(variable))) {
        all.problem(
            "The variable '" + variable + "' is already one of the scope around these states");
      }
    }
  }

  /** Known before the states are read: inside may stand before outside. */
  private static Set<String> assigned(Fields all) {
    Set<String> names = new LinkedHashSet<>();
    for (String state : all.names()) {
      all.node(state)
          .ifPresent(
              node -> {
                add(names, node);
                node.path("Choices").forEach(rule -> add(names, rule));
                node.path("Catch").forEach(catcher -> add(names, catcher));
              });
    }
    return names;
  }

  private static void add(Set<String> names, JsonNode node) {
    names.addAll(node.path("Assign").propertyNames());
  }

  private void checkWays(Graph graph) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(graph.startAt()));
    while (!open.isEmpty()) {
      State state = graph.states().get(open.pop());
      if (state != null && reached.add(state.name())) {
        ways(state).forEach(open::push);
      }
    }
    for (State state : graph.states().values()) {
      String pointer = state.common().pointer();
      ways(state)
          .filter(next -> !graph.states().containsKey(next))
          .forEach(next -> problems.add(new Problem(pointer, "There is no state '" + next + "'")));
      if (!reached.contains(state.name())) {
        problems.add(new Problem(pointer, "State '" + state.name() + "' is not reachable"));
      }
    }
  }

  private static Stream<String> ways(State state) {
    Stream<String> own =
        state instanceof State.Choice choice
            ? Stream.concat(
                choice.rules().stream().map(State.Rule::next), choice.otherwise().stream())
            : state.common().next().stream();
    return Stream.concat(own, state.handling().catchers().stream().map(State.Catcher::next));
  }
}
