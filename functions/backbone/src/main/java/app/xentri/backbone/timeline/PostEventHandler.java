package app.xentri.backbone.timeline;

import app.xentri.backbone.timeline.PostEvent.Posted;
import app.xentri.platform.Json;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.event.NewEvent;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.text.Timestamp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/v1/events}: 201 with the new event, or 200 with the one sent before. */
public final class PostEventHandler implements MemberEndpoint {

  private static final String SOURCE = "api";

  private final TenantTx tenants;

  public PostEventHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  /** The request's body. */
  record Body(
      String type,
      JsonNode payload,
      @Nullable String occurredAt,
      @Nullable String dedupeKey,
      @Nullable String correlationId) {

    NewEvent event() {
      return NewEvent.of(type, payload, SOURCE)
          .occurredAt(occurredAt == null ? null : Timestamp.read(occurredAt).orElseThrow())
          .dedupedBy(dedupeKey)
          .correlatedBy(correlationId);
    }
  }

  @Override
  public Response handle(Request request, Caller caller) {
    NewEvent event = Json.convert(request.json(), Body.class).event();
    return tenants.once(
        caller,
        request,
        tx -> {
          Posted posted = PostEvent.run(tx, event).orRefuse();
          return posted.appended()
              ? Response.created(posted.envelope())
              : Response.ok(posted.envelope());
        });
  }
}
