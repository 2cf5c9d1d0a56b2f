package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.session.SessionTokens.SessionToken;
import app.xentri.platform.database.Database;
import app.xentri.platform.http.PublicEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Authenticator;
import app.xentri.platform.identity.Shown;
import app.xentri.platform.identity.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * {@code POST /api/v1/auth/refresh}. A refusal leaves the cookies alone, and a success the one of
 * signing in: by the time that it arrives, somebody may have signed in again in another tab.
 */
public final class RefreshHandler implements PublicEndpoint {

  private final Authenticator authenticator;
  private final RefreshSession refreshSession;
  private final Clock clock;

  public RefreshHandler(
      Authenticator authenticator,
      TokenVerifier verifier,
      Supplier<ClerkDirectory> clerk,
      Supplier<Database> database,
      Clock clock) {
    this.authenticator = authenticator;
    this.refreshSession = new RefreshSession(verifier, clerk, database);
    this.clock = clock;
  }

  @Override
  public Response handle(Request request) {
    authenticator.requireOrigin(request);
    var sessions = authenticator.sessions(request);
    var next = refreshSession.run(sessions, Shown.in(request).orElse(null)).orRefuse();
    return SessionCookies.renew(authenticator.cookie(), body(next), next);
  }

  private record Refreshed(long expiresIn) {}

  private Response body(SessionToken next) {
    Duration life = Duration.between(clock.instant(), next.expiresAt());
    return Response.ok(new Refreshed(life.toSeconds()));
  }
}
