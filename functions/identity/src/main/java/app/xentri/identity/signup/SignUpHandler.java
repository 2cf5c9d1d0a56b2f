package app.xentri.identity.signup;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.workspace.EnsureWorkspace;
import app.xentri.platform.Json;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.ClientAddress;
import app.xentri.platform.http.PublicEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.limit.RateLimiter;
import java.util.function.Supplier;

/** {@code POST /api/v1/auth/signup}. */
public final class SignUpHandler implements PublicEndpoint {

  private final SignUp signUp;

  /**
   * Wires the use case.
   *
   * @param secret what the digests of keys and bodies are keyed with
   */
  public SignUpHandler(
      TenantTx tenants,
      Supplier<ClerkDirectory> clerk,
      EnsureWorkspace ensureWorkspace,
      RateLimiter limits,
      ClientAddress clients,
      String secret) {
    var keys = new SignUpKeys(new SignUpDigests(secret));
    signUp = new SignUp(tenants, clerk, ensureWorkspace, limits, clients, keys);
  }

  @Override
  public Response handle(Request request) {
    return signUp.run(request, Json.convert(request.json(), SignUpRequest.class)).orRefuse();
  }
}
