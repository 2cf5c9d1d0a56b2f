package app.xentri.backbone.cache;

import app.xentri.platform.Json;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.function.EventConsumer;
import app.xentri.platform.validation.Schemas;
import java.util.Map;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;

/**
 * {@code cache-invalidation}: gets {@code xentri.brief.*} events from the bus. What it throws makes
 * the bus try again, and in the end park the event in the dead-letter queue.
 */
public final class InvalidateBriefCacheHandler implements EventConsumer {

  private final Schemas schemas;
  private final InvalidateBriefCache invalidate;

  public InvalidateBriefCacheHandler(Schemas schemas, InvalidateBriefCache invalidate) {
    this.schemas = schemas;
    this.invalidate = invalidate;
  }

  @Override
  public JsonNode handle(JsonNode event) {
    JsonNode detail = event.path("detail");
    var violations = schemas.violations("events/envelope.json", detail);
    if (!violations.isEmpty()) {
      throw new IllegalArgumentException("not an envelope: " + violations);
    }
    Envelope envelope = Json.convert(detail, Envelope.class);
    MDC.put("trace_id", envelope.traceId());
    return Json.tree(Map.of("effect", invalidate.run(envelope)));
  }
}
