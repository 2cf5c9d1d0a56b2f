package app.xentri.copilot.brief;

import app.xentri.platform.Outcome;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import tools.jackson.databind.node.NullNode;

/**
 * {@code GET /api/v1/brief}, from its row: the round trip that checks the membership brings it too,
 * which costs less than asking the copy in Redis, and cannot answer what was true before. Where
 * none stands it refuses, or answers with null who has asked for that.
 */
public final class ReadBriefHandler implements MemberEndpoint {

  private final TenantTx tenants;

  public ReadBriefHandler(TenantTx tenants) {
    this.tenants = tenants;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var found = tenants.read(caller, BriefStore.find()).stream().findFirst();
    if (found.isEmpty() && request.query("absent").isPresent()) {
      return Response.ok(NullNode.getInstance());
    }
    var read = found.map(Outcome::done).orElseGet(Briefs::none).orRefuse();
    return Response.ok(read.brief()).etag(read.tag());
  }
}
