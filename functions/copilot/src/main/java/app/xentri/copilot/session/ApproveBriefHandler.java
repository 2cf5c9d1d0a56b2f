package app.xentri.copilot.session;

import app.xentri.copilot.brief.BriefCache;
import app.xentri.copilot.brief.BriefView;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code POST /api/v1/brief/sessions/{id}/approve}. */
public final class ApproveBriefHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final ApproveBrief approveBrief;
  private final BriefCache cache;

  public ApproveBriefHandler(TenantTx tenants, ApproveBrief approveBrief, BriefCache cache) {
    this.tenants = tenants;
    this.approveBrief = approveBrief;
    this.cache = cache;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    return tenants.once(
        caller,
        request,
        tx -> {
          var approval = approveBrief.in(tx, id).orRefuse();
          tx.afterCommit(() -> cache.put(approval.org(), BriefView.of(approval.brief())));
          var session = approval.session();
          return Response.ok(SessionJson.write(session)).etag(Sessions.tag(tx, session));
        });
  }
}
