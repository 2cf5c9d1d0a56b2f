package app.xentri.identity.org;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/orgs/current}. */
public final class CurrentOrgHandler implements MemberEndpoint {

  private final TenantTx tenants;

  public CurrentOrgHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var current = tenants.read(caller, OrgStore.current()).getFirst();
    // Which organization this is depends on the caller and on x-org-id, which a browser's cache
    // does
    // not know.
    return Response.ok(current.view()).etag(current.tag()).header("cache-control", "no-store");
  }
}
