package app.xentri.copilot.brief;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code PATCH /api/v1/brief}: makes the Brief say again what an earlier version said. */
public final class RestoreVersionHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final RestoreVersion restoreVersion;

  public RestoreVersionHandler(TenantTx tenants, RestoreVersion restoreVersion) {
    this.tenants = tenants;
    this.restoreVersion = restoreVersion;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var seen = request.ifMatch();
    var version = request.json().path("restored_from").asLong();
    return tenants.run(
        caller,
        tx -> {
          var restored = restoreVersion.run(tx, version, seen).orRefuse();
          return Response.ok(restored.brief()).etag(restored.tag());
        });
  }
}
