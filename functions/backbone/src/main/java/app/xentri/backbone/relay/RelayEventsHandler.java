package app.xentri.backbone.relay;

import app.xentri.platform.Json;
import app.xentri.platform.function.EventConsumer;
import tools.jackson.databind.JsonNode;

/**
 * {@code event-relay}: the schedule calls it to sweep, and whoever has just committed, with an
 * empty object.
 */
public final class RelayEventsHandler implements EventConsumer {

  private final RelayEvents relay;

  public RelayEventsHandler(RelayEvents relay) {
    this.relay = relay;
  }

  @Override
  public JsonNode handle(JsonNode event) {
    return Json.object().set("sinks", Json.tree(relay.run(isSweep(event))));
  }

  private static boolean isSweep(JsonNode event) {
    return event.path("source").asString("").equals("aws.scheduler");
  }
}
