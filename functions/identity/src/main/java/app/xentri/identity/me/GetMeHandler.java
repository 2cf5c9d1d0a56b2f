package app.xentri.identity.me;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/me}. */
public final class GetMeHandler implements MemberEndpoint {

  private final TenantTx tenants;

  public GetMeHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    Me me = tenants.read(caller, MeStore.me()).getFirst();
    // The tag is the person's version; the organization beside it changes without it, and with
    // x-org-id. So browsers must not keep this by the tag.
    return Response.ok(me).etag(me.tag()).header("cache-control", "no-store");
  }
}
