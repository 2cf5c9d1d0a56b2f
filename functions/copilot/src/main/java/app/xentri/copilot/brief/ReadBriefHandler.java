package app.xentri.copilot.brief;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/brief}. */
public final class ReadBriefHandler implements MemberEndpoint {

  private final TenantTx tenants;

  public ReadBriefHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var read = ReadBrief.of(tenants, caller).orRefuse();
    return Response.ok(read.brief().data()).etag(read.tag());
  }
}
