package app.xentri.copilot.session;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code POST /api/v1/brief/sessions/{id}/ready}. */
public final class DraftBriefHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final DraftBrief draftBrief;

  public DraftBriefHandler(TenantTx tenants, DraftBrief draftBrief) {
    this.tenants = tenants;
    this.draftBrief = draftBrief;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    return tenants.once(
        caller,
        request,
        tx -> {
          var drafted = draftBrief.run(tx, id).orRefuse();
          return Response.ok(drafted.view()).etag(Sessions.tag(tx, drafted.session()));
        });
  }
}
