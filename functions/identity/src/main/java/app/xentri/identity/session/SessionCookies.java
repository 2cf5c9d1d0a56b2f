package app.xentri.identity.session;

import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Authenticator;
import java.time.Duration;
import java.util.Optional;

/**
 * The shell's two cookies, which no script can read: the token, and the provider's session id
 * beside it for the endpoints that renew and end it, because tokens from a template need not carry
 * one.
 */
final class SessionCookies {

  private static final String SESSION_ID = "xentri_sid";
  private static final String AUTH_PATH = "/api/v1/auth";
  private static final Duration LIFE = Duration.ofDays(7);

  private SessionCookies() {}

  static Response set(Response response, String token, String sessionId) {
    return response
        .cookie(cookie(Authenticator.COOKIE, token, "/", LIFE))
        .cookie(cookie(SESSION_ID, sessionId, AUTH_PATH, LIFE));
  }

  static Response clear(Response response) {
    return response
        .cookie(cookie(Authenticator.COOKIE, "", "/", Duration.ZERO))
        .cookie(cookie(SESSION_ID, "", AUTH_PATH, Duration.ZERO));
  }

  static Optional<String> token(Request request) {
    return request.cookie(Authenticator.COOKIE).filter(token -> !token.isEmpty());
  }

  /** Unsigned: what it names must be checked against the token's subject. */
  static Optional<String> sessionId(Request request) {
    return request.cookie(SESSION_ID).filter(id -> id.matches("[A-Za-z0-9_-]{1,128}"));
  }

  private static String cookie(String name, String value, String path, Duration life) {
    return name
        + "="
        + value
        + "; Path="
        + path
        + "; Max-Age="
        + life.toSeconds()
        + "; HttpOnly; Secure; SameSite=Lax";
  }
}
