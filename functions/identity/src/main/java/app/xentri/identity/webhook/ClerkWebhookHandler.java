package app.xentri.identity.webhook;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.workspace.EnsureWorkspace;
import app.xentri.platform.Refusal;
import app.xentri.platform.Refused;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.PublicEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** {@code POST /api/v1/webhooks/clerk}. */
public final class ClerkWebhookHandler implements PublicEndpoint {

  private final SvixSignature signature;
  private final FollowProvider followProvider;

  /**
   * Wires the use case.
   *
   * @param secret the endpoint's signing secret, {@code whsec_…}
   */
  public ClerkWebhookHandler(
      String secret,
      Clock clock,
      TenantTx tenants,
      Supplier<ClerkDirectory> clerk,
      EnsureWorkspace ensureWorkspace) {
    this.signature = new SvixSignature(secret, clock);
    this.followProvider = new FollowProvider(tenants, clerk, ensureWorkspace);
  }

  @Override
  public Response handle(Request request) {
    String id = signature.verified(request).orElseThrow(ClerkWebhookHandler::unsigned);
    ClerkMessage message = ClerkMessages.read(request.json());
    var result = followProvider.run(id, message, request.traceId());
    return Response.ok(Map.of("outcome", result));
  }

  private static Refused unsigned() {
    return new Refused(
        new Refusal.Unauthenticated("The message is not signed by the identity provider."));
  }
}
