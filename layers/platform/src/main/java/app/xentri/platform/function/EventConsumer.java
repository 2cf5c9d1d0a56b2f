package app.xentri.platform.function;

import tools.jackson.databind.JsonNode;

/**
 * A function that something other than a person invokes: a rule, a schedule, another function. What
 * it throws makes the service try again.
 */
@FunctionalInterface
public interface EventConsumer {

  /**
   * Handles one event.
   *
   * @return what the invoker gets; an empty object where nobody looks
   */
  JsonNode handle(JsonNode event);
}
