package app.xentri.copilot.session;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/brief/sessions/{id}}. */
public final class ReadSessionHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final ReadSession readSession;

  public ReadSessionHandler(TenantTx tenants, ReadSession readSession) {
    this.tenants = tenants;
    this.readSession = readSession;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    return tenants.run(
        caller,
        tx -> {
          var session = readSession.run(tx, id).orRefuse();
          return Response.ok(SessionView.of(session)).etag(Sessions.tag(tx, session));
        });
  }
}
