package app.xentri.copilot.brief;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.Cursor;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Page;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;

/** {@code GET /api/v1/brief/versions}: one page of the Brief's history, newest first. */
public final class ListVersionsHandler implements MemberEndpoint {

  private static final String LIST = "brief-versions";
  private static final int USUAL = 30;

  private final TenantTx tenants;

  public ListVersionsHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var before = request.cursor(LIST, it -> it.number(0, Long.MAX_VALUE)).orElse(null);
    var limit = request.limit(USUAL);
    var found = tenants.read(caller, VersionStore.page(before, limit + 1));
    return Response.page(Page.of(found, limit, last -> Cursor.at(LIST, last.version())));
  }
}
