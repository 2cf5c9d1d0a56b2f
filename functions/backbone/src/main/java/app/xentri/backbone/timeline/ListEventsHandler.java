package app.xentri.backbone.timeline;

import app.xentri.platform.Refusal;
import app.xentri.platform.Refusal.Violation;
import app.xentri.platform.Refused;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/events}: one page of the org's log, newest first. */
public final class ListEventsHandler implements MemberEndpoint {

  private static final String DEFAULT_LIMIT = "50";

  private final TenantTx tenants;

  public ListEventsHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    EventFilter filter = filter(request);
    Long before = request.query("cursor").map(Cursor::of).map(Cursor::before).orElse(null);
    int limit = Integer.parseInt(request.query("limit").orElse(DEFAULT_LIMIT));
    List<Envelope> found = tenants.read(caller, EventStore.page(filter, before, limit + 1));
    List<Envelope> page = found.subList(0, Math.min(limit, found.size()));
    boolean more = found.size() > limit;
    return Response.page(page, more ? new Cursor(page.getLast().orgSeq()).text() : null);
  }

  private static EventFilter filter(Request request) {
    return new EventFilter(
        request.query("type").orElse(null),
        time(request, "since"),
        time(request, "until"),
        request.query("actor").orElse(null),
        request.query("correlation").orElse(null));
  }

  private static @Nullable Instant time(Request request, String name) {
    String text = request.query(name).orElse(null);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      var refused =
          new Refused(
              new Refusal.BadRequest(
                  "invalid_query",
                  "Times are ISO 8601 with an offset, for example 2026-01-31T09:00:00Z.",
                  List.of(new Violation("/" + name, "is not a valid date-time"))));
      refused.addSuppressed(e);
      throw refused;
    }
  }
}
