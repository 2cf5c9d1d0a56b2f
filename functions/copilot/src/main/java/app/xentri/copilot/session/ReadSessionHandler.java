package app.xentri.copilot.session;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/brief/sessions/{id}}. */
public final class ReadSessionHandler implements MemberEndpoint {

  private final TenantTx tenants;

  public ReadSessionHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    return tenants.run(
        caller,
        tx -> {
          var session = ReadSession.run(tx, id).orRefuse();
          return Response.ok(SessionView.of(session)).etag(Sessions.tag(tx, session));
        });
  }
}
