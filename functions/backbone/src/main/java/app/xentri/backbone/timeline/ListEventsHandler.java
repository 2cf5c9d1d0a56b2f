package app.xentri.backbone.timeline;

import app.xentri.platform.Ids;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.event.Envelope;
import app.xentri.platform.http.Cursor;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Page;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.text.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/events}: one page of the org's log, newest first. */
public final class ListEventsHandler implements MemberEndpoint {

  private static final String LIST = "events";
  private static final int USUAL = 50;

  private final TenantTx tenants;

  public ListEventsHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    EventFilter filter = filter(request);
    Long before = request.cursor(LIST, it -> it.number(0, Long.MAX_VALUE)).orElse(null);
    int limit = request.limit(USUAL);
    List<Envelope> found = tenants.read(caller, EventStore.page(filter, before, limit + 1));
    return Response.page(Page.of(found, limit, last -> Cursor.at(LIST, last.orgSeq())));
  }

  private static EventFilter filter(Request request) {
    return new EventFilter(
        request.query("type").orElse(null),
        time(request, "since"),
        time(request, "until"),
        request.query("actor").orElse(null),
        request.query("correlation").orElse(null),
        request.query("leading_to").flatMap(Ids::read).orElse(null));
  }

  /** The schema lets through only what can be read. */
  private static @Nullable Instant time(Request request, String name) {
    return request.query(name).flatMap(Timestamp::read).orElse(null);
  }
}
