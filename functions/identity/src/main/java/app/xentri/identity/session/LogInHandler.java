package app.xentri.identity.session;

import app.xentri.identity.clerk.ClerkDirectory;
import app.xentri.identity.clerk.Email;
import app.xentri.platform.http.PublicEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.limit.RateLimiter;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/v1/auth/login}. */
public final class LogInHandler implements PublicEndpoint {

  private final LogIn logIn;

  public LogInHandler(Supplier<ClerkDirectory> clerk, RateLimiter limits) {
    logIn = new LogIn(clerk, limits);
  }

  @Override
  public Response handle(Request request) {
    JsonNode body = request.json();
    var email = new Email(body.path("email").asString());
    return Response.ok(logIn.run(email, body.path("password").asString()).orRefuse());
  }
}
