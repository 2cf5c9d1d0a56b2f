package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.platform.database.Database;
import app.xentri.platform.http.PublicEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Authenticator;
import app.xentri.platform.identity.Shown;
import java.util.function.Supplier;

/** {@code POST /api/v1/auth/logout}. */
public final class LogOutHandler implements PublicEndpoint {

  private final Authenticator authenticator;
  private final LogOut logOut;

  public LogOutHandler(
      Authenticator authenticator, Supplier<ClerkDirectory> clerk, Supplier<Database> database) {
    this.authenticator = authenticator;
    this.logOut = new LogOut(clerk, database);
  }

  @Override
  public Response handle(Request request) {
    authenticator.requireOrigin(request);
    logOut.run(authenticator.signedSessions(request), Shown.in(request).orElse(null));
    return authenticator.cookie().clear(request, Response.noContent());
  }
}
