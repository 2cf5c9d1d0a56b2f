package asl.evaluation;

import com.dashjoin.jsonata.Jsonata;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * What the expressions of one state may see at one moment. Values are converted once, and only what
 * an expression names.
 */
public final class Scope {

  private final Map<String, Supplier<JsonNode>> fields = new LinkedHashMap<>();
  private final Map<String, JsonNode> variables;
  private final Instant now;
  private final Map<String, Object> converted = new LinkedHashMap<>();

  /**
   * @param input the state's
   * @param context the context object
   * @param variables of this scope and of those around it, by name
   * @param now what {@code $now()} and {@code $millis()} say
   */
  public Scope(
      JsonNode input, Supplier<JsonNode> context, Map<String, JsonNode> variables, Instant now) {
    this.variables = variables;
    this.now = now;
    fields.put("input", () -> input);
    fields.put("context", context);
  }

  /** Lets expressions see what the state's work came to. */
  public Scope result(JsonNode result) {
    fields.put("result", () -> result);
    return this;
  }

  /** Lets a catcher's expressions see what went wrong. */
  public Scope errorOutput(JsonNode error) {
    fields.put("errorOutput", () -> error);
    return this;
  }

  Instant now() {
    return now;
  }

  void bind(Jsonata.Frame frame, Expression.Names names) {
    for (String name : names.variables()) {
      JsonNode value = variables.get(name);
      if (value != null) {
        frame.bind(name, converted.computeIfAbsent("$" + name, _ -> Values.plain(value)));
      }
    }
    Map<String, Object> states = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (names.fields().contains(name)) {
            states.put(name, converted.computeIfAbsent(name, _ -> Values.plain(value.get())));
          }
        });
    frame.bind("states", states);
  }
}
