package app.xentri.identity.org;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/orgs}. */
public final class ListOrgsHandler implements MemberEndpoint {

  private static final int USUAL = 50;

  private final TenantTx tenants;
  private final ListOrgs listOrgs = new ListOrgs();

  public ListOrgsHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    OrgCursor after =
        request.query("cursor").map(text -> OrgCursor.decode(text).orRefuse()).orElse(null);
    int limit = request.query("limit").map(Integer::parseInt).orElse(USUAL);
    var page = tenants.run(caller, tx -> listOrgs.run(tx, after, limit));
    return Response.page(page.orgs(), page.next());
  }
}
