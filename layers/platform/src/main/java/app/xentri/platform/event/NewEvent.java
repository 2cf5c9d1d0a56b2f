package app.xentri.platform.event;

import app.xentri.platform.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A fact that a transaction is about to record. Payloads carry ids and facts: no message bodies, no
 * personal data.
 *
 * @param type {@code xentri.{context}.{action}.v{n}}; its payload schema is {@code
 *     schema/events/{type}.json}
 * @param source the part of the product that says so, for example {@code strategy-co-pilot}
 * @param occurredAt business time; null for now
 * @param dedupeKey a second event of the same org and type with this key is not recorded
 * @param correlationId the flow or conversation that it belongs to
 * @param causationId the event that led to it
 */
public record NewEvent(
    String type,
    JsonNode payload,
    String source,
    @Nullable Instant occurredAt,
    @Nullable String dedupeKey,
    @Nullable String correlationId,
    @Nullable UUID causationId) {

  /**
   * An event that happens now.
   *
   * @param payload a record, or JSON as it came in
   */
  public static NewEvent of(String type, Object payload, String source) {
    return new NewEvent(type, Json.tree(payload), source, null, null, null, null);
  }

  public NewEvent occurredAt(@Nullable Instant time) {
    return new NewEvent(type, payload, source, time, dedupeKey, correlationId, causationId);
  }

  public NewEvent dedupedBy(@Nullable String key) {
    return new NewEvent(type, payload, source, occurredAt, key, correlationId, causationId);
  }

  public NewEvent correlatedBy(@Nullable String id) {
    return new NewEvent(type, payload, source, occurredAt, dedupeKey, id, causationId);
  }

  public NewEvent causedBy(@Nullable UUID eventId) {
    return new NewEvent(type, payload, source, occurredAt, dedupeKey, correlationId, eventId);
  }

  /** For example {@code brief.created@1.0} for {@code xentri.brief.created.v1}. */
  public String payloadSchema() {
    int version = type.lastIndexOf(".v");
    return type.substring("xentri.".length(), version) + "@" + type.substring(version + 2) + ".0";
  }

  /** The class path of the payload's schema. */
  public String schemaPath() {
    return "events/" + type + ".json";
  }
}
