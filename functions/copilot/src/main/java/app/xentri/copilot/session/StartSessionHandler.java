package app.xentri.copilot.session;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/**
 * {@code POST /api/v1/brief/sessions}: 201 with a new session, or 200 with the one that is open.
 */
public final class StartSessionHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final StartSession startSession;

  public StartSessionHandler(TenantTx tenants, StartSession startSession) {
    this.tenants = tenants;
    this.startSession = startSession;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    return tenants.once(
        caller,
        request,
        tx -> {
          var started = startSession.run(tx);
          var data = SessionView.of(started.session());
          var response =
              started.begun() ? Response.created(data.saying(started.said())) : Response.ok(data);
          return response.etag(Sessions.tag(tx, started.session()));
        });
  }
}
