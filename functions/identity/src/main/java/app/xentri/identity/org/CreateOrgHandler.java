package app.xentri.identity.org;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Supplier;

/** {@code POST /api/v1/orgs}. */
public final class CreateOrgHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final CreateOrg createOrg;

  public CreateOrgHandler(TenantTx tenants, Supplier<ClerkDirectory> clerk) {
    this.tenants = tenants;
    this.createOrg = new CreateOrg(tenants, clerk);
  }

  @Override
  public Response handle(Request request, Caller caller) {
    String name = request.json().path("name").asString().strip();
    String mark = mark(caller.clerkUserId(), request.idempotencyKey());
    var made = createOrg.run(caller, name, mark).orRefuse();
    return tenants.once(made.keeper(), request, _ -> Response.created(made.org()));
  }

  private static String mark(String user, String key) {
    return UUID.nameUUIDFromBytes((user + " " + key).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
