package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.session.RefreshSession.Refreshed;
import app.xentri.platform.Json;
import app.xentri.platform.Outcome;
import app.xentri.platform.database.Database;
import app.xentri.platform.http.Problem;
import app.xentri.platform.http.PublicEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Authenticator;
import app.xentri.platform.identity.TokenVerifier;
import java.time.Clock;
import java.util.function.Supplier;

/** {@code POST /api/v1/auth/refresh}. */
public final class RefreshHandler implements PublicEndpoint {

  private final Authenticator authenticator;
  private final RefreshSession refreshSession;

  public RefreshHandler(
      Authenticator authenticator,
      TokenVerifier verifier,
      Supplier<ClerkDirectory> clerk,
      Supplier<Database> database,
      Clock clock) {
    this.authenticator = authenticator;
    this.refreshSession = new RefreshSession(verifier, clerk, database, clock);
  }

  @Override
  public Response handle(Request request) {
    authenticator.requireOrigin(request);
    String token = SessionCookies.token(request).orElse(null);
    String beside = SessionCookies.sessionId(request).orElse(null);
    return switch (refreshSession.run(token, beside)) {
      case Outcome.Done<Refreshed>(var next) ->
          SessionCookies.set(body(next), next.token(), next.sessionId());
      case Outcome.Denied<Refreshed>(var refusal) ->
          SessionCookies.clear(Problem.of(refusal, request.traceId()));
    };
  }

  private static Response body(Refreshed next) {
    return Response.ok(Json.object().put("expires_in", next.life().toSeconds()));
  }
}
