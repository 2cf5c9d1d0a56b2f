package app.xentri.identity.org;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.platform.EntityTag;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import java.util.function.Supplier;

/** {@code PATCH /api/v1/orgs/current}. */
public final class ChangeOrgHandler implements MemberEndpoint {

  private final ChangeOrg changeOrg;

  public ChangeOrgHandler(TenantTx tenants, Supplier<ClerkDirectory> clerk) {
    this.changeOrg = new ChangeOrg(tenants, clerk);
  }

  @Override
  public Response handle(Request request, Caller caller) {
    EntityTag seen = request.ifMatch();
    CurrentOrg org = changeOrg.run(caller, new OrgChange(request.json()), seen).orRefuse();
    return Response.ok(org.view()).etag(org.tag());
  }
}
