package app.xentri.identity.session;

import app.xentri.identity.session.SessionTokens.SessionToken;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Authenticator;
import java.time.Duration;
import java.util.Optional;

/**
 * The shell's cookie, which no script can read. It outlives the token in it, because a token whose
 * own life is over still tells a refresh which session it belongs to.
 */
final class SessionCookies {

  private static final Duration LIFE = Duration.ofDays(7);

  private SessionCookies() {}

  static Response set(Response response, SessionToken token) {
    return response.cookie(cookie(token.jwt(), LIFE));
  }

  static Response clear(Response response) {
    return response.cookie(cookie("", Duration.ZERO));
  }

  static Optional<String> token(Request request) {
    return request.cookie(Authenticator.COOKIE).filter(token -> !token.isEmpty());
  }

  private static String cookie(String value, Duration life) {
    return Authenticator.COOKIE
        + "="
        + value
        + "; Path=/; Max-Age="
        + life.toSeconds()
        + "; HttpOnly; Secure; SameSite=Lax";
  }
}
