package app.xentri.identity.org;

import app.xentri.identity.org.OrgStore.Place;
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
    Place after = request.cursor(ListOrgs.LIST, it -> new Place(it.time(0), it.id(1))).orElse(null);
    int limit = request.limit(USUAL);
    return Response.page(tenants.run(caller, tx -> listOrgs.run(tx, after, limit)));
  }
}
