package app.xentri.platform.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event as the world sees it: in the API, in the stream and on the bus. Its JSON is {@code
 * schema/events/envelope.json}; what is null is left out.
 *
 * @param orgSeq its place in the org's gapless sequence, from 1
 * @param occurredAt business time; it may be earlier than that of an event with a lower {@code
 *     orgSeq}
 * @param payload facts and ids, never message bodies or personal data
 * @param causationId the event that led to it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Envelope(
    UUID id,
    String type,
    Instant occurredAt,
    UUID orgId,
    long orgSeq,
    Actor actor,
    String envelopeVersion,
    String payloadSchema,
    JsonNode payload,
    @Nullable String dedupeKey,
    @Nullable String correlationId,
    @Nullable UUID causationId,
    @Nullable String traceId,
    Meta meta) {

  /** Of what is recorded now; older events keep theirs. */
  public static final String VERSION = "1.0";

  /**
   * The part of the product that it is about: {@code brief} for {@code xentri.brief.created.v1}.
   */
  public String context() {
    return type.split("\\.", -1)[1];
  }

  /**
   * Who did it.
   *
   * @param type {@code user}, {@code system} or {@code job}
   * @param id the user's id, or the name of the part of the product
   */
  public record Actor(String type, String id) {}

  /**
   * Where it comes from.
   *
   * @param source the part of the product that says so
   * @param environment {@code local}, {@code staging} or {@code prod}
   */
  public record Meta(String source, String environment) {}
}
