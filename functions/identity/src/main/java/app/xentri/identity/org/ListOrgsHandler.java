package app.xentri.identity.org;

import app.xentri.identity.org.OrgStore.Listed;
import app.xentri.identity.org.OrgStore.Place;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.Cursor;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Page;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import java.util.List;

/** {@code GET /api/v1/orgs}: one page of the caller's organizations. */
public final class ListOrgsHandler implements MemberEndpoint {

  private static final String LIST = "orgs";
  private static final int USUAL = 50;

  private final TenantTx tenants;

  public ListOrgsHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    Place after = request.cursor(LIST, it -> new Place(it.time(0), it.id(1))).orElse(null);
    int limit = request.limit(USUAL);
    List<Listed> found = tenants.read(caller, OrgStore.list(after, limit + 1));
    return Response.page(Page.of(found, limit, last -> cursor(last.place())).map(Listed::org));
  }

  private static Cursor cursor(Place place) {
    return Cursor.at(LIST, place.joinedAt(), place.membershipId());
  }
}
