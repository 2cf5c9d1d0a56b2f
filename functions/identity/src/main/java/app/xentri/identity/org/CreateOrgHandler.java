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

  private final CreateOrg createOrg;

  public CreateOrgHandler(TenantTx tenants, Supplier<ClerkDirectory> clerk) {
    this.createOrg = new CreateOrg(tenants, clerk);
  }

  @Override
  public Response handle(Request request, Caller caller) {
    String name = request.json().path("name").asString().strip();
    String mark = mark(caller.clerkUserId(), request.idempotencyKey());
    return createOrg.run(request, caller, name, mark).orRefuse();
  }

  private static String mark(String user, String key) {
    return UUID.nameUUIDFromBytes((user + " " + key).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
