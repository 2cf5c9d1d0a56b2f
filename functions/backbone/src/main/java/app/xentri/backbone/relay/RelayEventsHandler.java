package app.xentri.backbone.relay;

import app.xentri.platform.Json;
import app.xentri.platform.function.EventConsumer;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * {@code event-relay}: the schedule calls it to sweep, and whoever has just committed, with an
 * empty object.
 */
public final class RelayEventsHandler implements EventConsumer {

  private final RelayEvents relay;
  private final DropExpiredKeys keys;

  public RelayEventsHandler(RelayEvents relay, DropExpiredKeys keys) {
    this.relay = relay;
    this.keys = keys;
  }

  @Override
  public JsonNode handle(JsonNode event) {
    boolean sweep = isSweep(event);
    if (sweep) {
      keys.run();
    }
    return Json.tree(Map.of("sinks", relay.run(sweep)));
  }

  private static boolean isSweep(JsonNode event) {
    return event.path("source").asString("").equals("aws.scheduler");
  }
}
