package app.xentri.identity.me;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.platform.EntityTag;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import java.util.function.Supplier;

/** {@code PATCH /api/v1/me}. */
public final class ChangeMeHandler implements MemberEndpoint {

  private final ChangeMe changeMe;

  public ChangeMeHandler(TenantTx tenants, Supplier<ClerkDirectory> clerk) {
    this.changeMe = new ChangeMe(tenants, clerk);
  }

  @Override
  public Response handle(Request request, Caller caller) {
    EntityTag seen = request.ifMatch();
    var change = new MeChange(request.json());
    Me me = changeMe.run(caller, change, seen).orRefuse();
    return Response.ok(me).etag(me.tag());
  }
}
