package asl.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON of a definition whose texts may be expressions. */
public sealed interface Template {

  /** JSON without an expression in it. */
  record Constant(JsonNode value) implements Template {}

  /** An expression. */
  record Computed(Expression expression) implements Template {}

  /** An object with an expression somewhere in it. */
  record Members(Map<String, Template> members) implements Template {
    public Members {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }

  /** An array with an expression somewhere in it. */
  record Items(List<Template> items) implements Template {
    public Items {
      items = List.copyOf(items);
    }
  }

  /**
   * The JSON with every expression replaced by its value.
   *
   * @param location the field in its state
   * @throws EvaluationException when an expression has no value
   */
  default JsonNode evaluate(Scope scope, String location) throws EvaluationException {
    return switch (this) {
      case Constant(JsonNode value) -> value;
      case Computed(Expression expression) -> expression.evaluate(scope, location);
      case Members(Map<String, Template> members) -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, Template> member : members.entrySet()) {
          String inside = location + "/" + member.getKey();
          object.set(member.getKey(), member.getValue().evaluate(scope, inside));
        }
        yield object;
      }
      case Items(List<Template> items) -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
        for (int i = 0; i < items.size(); i++) {
          array.add(items.get(i).evaluate(scope, location + "/" + i));
        }
        yield array;
      }
    };
  }
}
