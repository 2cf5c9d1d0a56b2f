package asl.engine;

import asl.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where an execution is in one graph: its whole memory while it runs, with those inside it. */
final class Frame {

  final @Nullable Frame parent;

  /** Pointer of the graph. */
  final String graph;

  /** Of the branch or iteration. */
  final int index;

  /** Variables of this scope alone. */
  final Map<String, JsonNode> variables = new LinkedHashMap<>();

  String state;
  JsonNode input;
  Phase phase = new Phase.Ready();
  Instant enteredAt = Instant.EPOCH;

  /** Id of the event with which the state was entered, 0 before; and of that before it. */
  int entered;

  int before;

  /** The event that the next one follows from. */
  int last;

  /** How often each retrier of the state was used. */
  int[] attempts = {};

  Frame(@Nullable Frame parent, String graph, int index, String state, JsonNode input) {
    this.parent = parent;
    this.graph = graph;
    this.index = index;
    this.state = state;
    this.input = input;
  }

  int retries() {
    int retries = 0;
    for (int used : attempts) {
      retries += used;
    }
    return retries;
  }

  /** All that an expression here may see: an inner scope cannot have a name of an outer one. */
  Map<String, JsonNode> visible() {
    Frame outer = parent;
    if (outer == null) {
      return variables;
    }
    Map<String, JsonNode> all = new LinkedHashMap<>(outer.visible());
    all.putAll(variables);
    return all;
  }

  /** This frame and all inside it, outer ones first. */
  void each(Consumer<Frame> action) {
    action.accept(this);
    if (phase instanceof Phase.Forked forked) {
      forked.children.forEach(child -> child.each(action));
    }
  }

  ObjectNode write() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("graph", graph).put("index", index).put("state", state);
    node.set("input", input);
    node.put("entered_at", enteredAt.toString()).put("entered", entered);
    node.put("before", before).put("last", last);
    if (!variables.isEmpty()) {
      node.putObject("variables").setAll(variables);
    }
    if (attempts.length > 0) {
      ArrayNode used = node.putArray("attempts");
      for (int attempt : attempts) {
        used.add(attempt);
      }
    }
    node.set("phase", phase.write());
    return node;
  }

  static Frame read(JsonNode node, @Nullable Frame parent) {
    Frame frame =
        new Frame(
            parent,
            node.path("graph").asString(),
            node.path("index").asInt(),
            node.path("state").asString(),
            node.path("input"));
    frame.enteredAt = Instant.parse(node.path("entered_at").asString());
    frame.entered = node.path("entered").asInt();
    frame.before = node.path("before").asInt();
    frame.last = node.path("last").asInt();
    node.path("variables")
        .properties()
        .forEach(variable -> frame.variables.put(variable.getKey(), variable.getValue()));
    JsonNode used = node.path("attempts");
    frame.attempts = new int[used.size()];
    for (int i = 0; i < used.size(); i++) {
      frame.attempts[i] = used.get(i).asInt();
    }
    frame.phase = Phase.read(node.path("phase"), frame);
    return frame;
  }
}
