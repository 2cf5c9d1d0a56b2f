package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.me.Me;
import app.xentri.identity.workspace.EnsureWorkspace;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.PublicEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Authenticator;
import app.xentri.platform.identity.Shown;
import app.xentri.platform.identity.TokenVerifier;
import java.util.function.Supplier;

/** {@code POST /api/v1/auth/exchange}. */
public final class ExchangeHandler implements PublicEndpoint {

  private record Body(Me.Person user, Me.Org org, boolean created) {}

  private final Authenticator authenticator;
  private final ExchangeSession exchangeSession;

  public ExchangeHandler(
      Authenticator authenticator,
      TokenVerifier verifier,
      TenantTx tenants,
      Supplier<ClerkDirectory> clerk,
      EnsureWorkspace ensureWorkspace) {
    this.authenticator = authenticator;
    this.exchangeSession = new ExchangeSession(verifier, tenants, clerk, ensureWorkspace);
  }

  @Override
  public Response handle(Request request) {
    authenticator.requireOrigin(request);
    String token = request.json().path("token").asString();
    var shown = Shown.in(request).orElse(null);
    var signedIn = exchangeSession.run(token, shown, request.traceId()).orRefuse();
    var body = new Body(signedIn.me().person(), signedIn.me().org(), signedIn.created());
    return SessionCookies.set(authenticator.cookie(), Response.ok(body), signedIn.token());
  }
}
