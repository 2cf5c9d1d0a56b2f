package app.xentri.copilot.session;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/brief/sessions/{id}/messages}: one page, newest first. */
public final class ListMessagesHandler implements MemberEndpoint {

  private static final String DEFAULT_LIMIT = "50";

  private final TenantTx tenants;

  public ListMessagesHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    var cursor = request.query("cursor").map(MessageCursor::of).orElse(null);
    var limit = Integer.parseInt(request.query("limit").orElse(DEFAULT_LIMIT));
    var page = tenants.run(caller, tx -> ListMessages.in(tx, id, cursor, limit).orRefuse());
    var next = page.next();
    return Response.page(page.messages(), next == null ? null : next.text());
  }
}
