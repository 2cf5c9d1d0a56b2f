package app.xentri.copilot.session;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/brief/sessions/{id}/messages}: one page, newest first. */
public final class ListMessagesHandler implements MemberEndpoint {

  private static final int USUAL = 50;

  private final TenantTx tenants;

  public ListMessagesHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    var before =
        request
            .cursor(SessionStore.Said.LIST, it -> (int) it.number(0, Integer.MAX_VALUE))
            .orElse(null);
    var limit = request.limit(USUAL);
    return Response.page(
        tenants.run(caller, tx -> ListMessages.run(tx, id, before, limit).orRefuse()));
  }
}
