package asl.task;

import asl.Json;
import asl.definition.ErrorNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why something failed.
 *
 * @param error a name, for example {@code States.Timeout}; who fails a task need not give one
 * @param cause a sentence, or JSON as text
 */
public record ErrorOutput(@Nullable String error, @Nullable String cause) {

  /** What retriers and catchers compare with their names. */
  public String matched() {
    return error == null ? "" : error;
  }

  /** The name as AWS shows it: a missed heartbeat is a timeout there. */
  public @Nullable String shown() {
    return ErrorNames.HEARTBEAT_TIMEOUT.equals(error) ? ErrorNames.TIMEOUT : error;
  }

  /** What a catcher passes on. */
  public ObjectNode json() {
    boolean timeout = ErrorNames.TIMEOUT.equals(shown());
    return Json.MAPPER
        .createObjectNode()
        .put("Error", shown())
        .put("Cause", cause == null && timeout ? "" : cause);
  }
}
