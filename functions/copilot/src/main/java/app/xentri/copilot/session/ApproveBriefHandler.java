package app.xentri.copilot.session;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code POST /api/v1/brief/sessions/{id}/approve}. */
public final class ApproveBriefHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final ApproveBrief approveBrief;

  public ApproveBriefHandler(TenantTx tenants, ApproveBrief approveBrief) {
    this.tenants = tenants;
    this.approveBrief = approveBrief;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    var seen = request.ifMatchIfAny().orElse(null);
    return tenants.once(
        caller,
        request,
        tx -> {
          var approved = approveBrief.run(tx, id, seen).orRefuse();
          return Response.ok(approved.view()).etag(Sessions.tag(tx, approved.session()));
        });
  }
}
